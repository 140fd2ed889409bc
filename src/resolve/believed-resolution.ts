import type { Proto } from "../grammar/proto.js";
import type { Issue, RequestFacts, Resolution } from "../resolution.js";
import { forChain, listAddresses, type Chain } from "./trusted-walk.js";

const NO_ISSUES: readonly Issue[] = Object.freeze([]);
const NO_ADDRESSES: readonly string[] = Object.freeze([]);

/** The headers whose value is part of a resolution, as flags. `single` is the clientAddressHeader. */
export const BELIEVED = { for: 1, single: 2, proto: 4, host: 8, port: 16, prefix: 32 } as const;

/**
 * The resolution of one request. It begins with the connection's proto and prefix; the resolver sets the rest and calls
 * {@link finish}. `addresses` and `origin` are computed when they are read.
 */
export class BelievedResolution implements Resolution {
  /** Keeps one instance alive: V8 discards the optimized code of a class when a collection finds no instance of it. */
  static readonly kept: BelievedResolution = new BelievedResolution({ headers: {} });

  clientAddress: string | undefined = undefined;
  clientPort: number | undefined = undefined;
  proto: Proto;
  host: string | undefined = undefined;
  hostname: string | undefined = undefined;
  port = 0;
  prefix: string;
  issues: readonly Issue[] = NO_ISSUES;
  #flags = 0;
  #chain: Chain = forChain;
  #chainText = "";
  #chainLength = 0;
  #original: unknown = undefined;

  constructor(facts: RequestFacts) {
    this.proto = facts.encrypted === true ? "https" : "http";
    this.prefix = facts.prefix ?? "";
  }

  get addresses(): readonly string[] {
    if (!this.isBelieved(BELIEVED.for | BELIEVED.single)) return NO_ADDRESSES;
    const crossed = listAddresses(this.#chain, this.#chainText, this.#chainLength);
    return this.isBelieved(BELIEVED.single) ? [this.clientAddress!, ...crossed] : crossed;
  }

  get origin(): string | undefined {
    return this.host === undefined ? undefined : `${this.proto}://${this.host}`;
  }

  /** The request as an adapter received it. No own property: no copy and no log of the resolution contains it. */
  get original(): unknown {
    return this.#original;
  }

  set original(original: unknown) {
    this.#original = original;
  }

  /** Returns all ten facts as own properties, for JSON and for a deep comparison. */
  toJSON(): Resolution {
    const { clientAddress, clientPort, addresses, proto, host, hostname, port, prefix, origin, issues } = this;
    return { clientAddress, clientPort, addresses, proto, host, hostname, port, prefix, origin, issues };
  }

  /** Adds an issue, unless the resolution has it already. */
  addIssue(issue: Issue): void {
    if (!this.issues.includes(issue)) this.issues = [...this.issues, issue];
  }

  /** @param flag - the header that contains the client, {@link BELIEVED}; 0 if the peer is the client */
  setClient(address: string, port: number | undefined, flag: number): void {
    this.clientAddress = address;
    this.clientPort = port;
    this.#flags |= flag;
  }

  /** Sets the believed part of a chain: the last `length` entries of the text. */
  setChain(chain: Chain, text: string, length: number): void {
    this.#chain = chain;
    this.#chainText = text;
    this.#chainLength = length;
  }

  setProto(proto: Proto): void {
    this.proto = proto;
    this.#flags |= BELIEVED.proto;
  }

  /** @param flag - the header that contains the host, {@link BELIEVED}; 0 if it is the connection's own */
  setHost(hostname: string, port: number | undefined, flag: number): void {
    this.hostname = hostname;
    if (port !== undefined) this.port = port;
    this.#flags |= flag;
  }

  /** Sets the port of a believed header, which replaces the host's. */
  setPort(port: number): void {
    this.port = port;
    this.#flags |= BELIEVED.port;
  }

  setPrefix(prefix: string): void {
    this.prefix = prefix;
    this.#flags |= BELIEVED.prefix;
  }

  /** Completes port and host by the default port of the proto (docs/reference/rules.md#r8-port). */
  finish(): this {
    const defaultPort = this.proto === "https" ? 443 : 80;
    if (this.port === 0) this.port = defaultPort;
    if (this.hostname === undefined) return this;
    // One concatenation, not two: V8 allocates a cons-string for each.
    this.host = this.port === defaultPort ? this.hostname : this.hostname + `:${this.port}`;
    return this;
  }

  /** Returns whether one of these headers is part of the resolution; see {@link BELIEVED}. */
  isBelieved(flags: number): boolean {
    return (this.#flags & flags) !== 0;
  }

  /** The end of the header of the chain: only its last {@link chainLength} entries are believed. */
  get chainText(): string {
    return this.#chainText;
  }

  /** The number of believed entries of the chain. */
  get chainLength(): number {
    return this.#chainLength;
  }
}

// console.log shows the ten facts: Node reads this symbol, other runtimes ignore it.
Object.defineProperty(BelievedResolution.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: BelievedResolution): Resolution {
    return this.toJSON();
  },
});
