import type { Issue, Resolution } from "./resolution.js";

/** The codes of this library's errors; match on these, not on messages. */
export type ProxyFixErrorCode = "ERR_PROXYFIX_OPTION" | "ERR_PROXYFIX_REFUSED";

/**
 * Thrown at construction when an option is wrong. Never thrown on a request.
 *
 * The message contains the received value, the expected one and the remedy.
 */
export class ProxyFixOptionsError extends TypeError {
  override readonly name = "ProxyFixOptionsError";
  readonly code = "ERR_PROXYFIX_OPTION";
  /** The option concerned: `"xFor"`, `"trustedPeers"`, `"clientAddressHeader.from"`. */
  readonly option: string;

  /**
   * @param message - the received value, the expected one and the remedy; the option's name is put in front
   * @param source - the name of the environment variable that contains the options; the message begins with it
   */
  constructor(option: string, message: string, source?: string) {
    const name = option === source ? "" : `\`${option}\`${/^(?:is|was|cannot) /.test(message) ? "" : ":"} `;
    super(`${source === undefined ? "" : `${source}: `}${name}${message}`);
    this.option = option;
  }
}

/** Returns an error of the same option whose message begins with the environment variable that contains it. */
export function addSource(error: ProxyFixOptionsError, source: string): ProxyFixOptionsError {
  return new ProxyFixOptionsError(error.option, withoutOption(error), source);
}

/** Returns an error of the same option inside an option that contains options itself, such as `shadow.xFor`. */
export function addParent(error: ProxyFixOptionsError, parent: string): ProxyFixOptionsError {
  const option = error.option === "options" ? parent : `${parent}.${error.option}`;
  return new ProxyFixOptionsError(option, withoutOption(error));
}

/** Returns the message of an error without the option's name in front. */
function withoutOption({ option, message }: ProxyFixOptionsError): string {
  return message.slice(`\`${option}\``.length).replace(/^:? /, "");
}

/**
 * Thrown on a request that `strict` or `allowedHosts` refuses, and by an adapter on a request whose target is malformed
 * or whose header lines may have been lost. Never thrown for another reason.
 *
 * `expose` is true: the message contains no byte of the request and may be shown to the client. Frameworks read
 * `status` or `statusCode`.
 */
export class ProxyFixRefusal extends Error {
  override readonly name = "ProxyFixRefusal";
  readonly code = "ERR_PROXYFIX_REFUSED";
  readonly expose = true;
  /** 403 for an untrusted peer, 431 for too many header lines, else 400. */
  readonly status: RefusalStatus;
  /** The same as `status`. */
  readonly statusCode: RefusalStatus;
  /** The reasons. */
  readonly issues: readonly Issue[];
  /** The connection's own facts, for the log: no forwarding header is read for it. */
  readonly resolution: Resolution;

  constructor(status: RefusalStatus, issues: readonly Issue[], resolution: Resolution) {
    super(REFUSAL_TEXT[status]);
    this.status = status;
    this.statusCode = status;
    this.issues = issues;
    this.resolution = resolution;
  }
}

/** The statuses of a refusal. */
export type RefusalStatus = 400 | 403 | 431;

const REFUSAL_TEXT: Readonly<Record<RefusalStatus, string>> = {
  400: "Bad Request: the forwarding headers or the host of this request are not acceptable",
  403: "Forbidden: this server takes requests through its proxies only",
  431: "Request Header Fields Too Large: too many header lines",
};

/** Describes a wrong option's value for a message; long text is shortened. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "bigint" ? `${value}n` : String(value);
}
