/** Resolvers with one fault each, which the runner of docs/reference/vectors.md must find. */
import { createResolver, type ProxyFixOptions, type RequestFacts, type Resolution } from "../../src/index.js";

type Resolver = (facts: RequestFacts) => Resolution;

/** Returns the fields of a resolution with some of them replaced. */
function replaceFields(resolution: Resolution, fields: Partial<Resolution>): Resolution {
  const { clientAddress, clientPort, addresses, proto, host, hostname, port, prefix, origin, issues } = resolution;
  return { clientAddress, clientPort, addresses, proto, host, hostname, port, prefix, origin, issues, ...fields };
}

/** Returns the peer's address in place of an unknown one. */
export function guessAddress(options: ProxyFixOptions): Resolver {
  const resolver = createResolver(options);
  return (facts) => {
    const resolution = resolver(facts);
    return replaceFields(resolution, { clientAddress: resolution.clientAddress ?? facts.peerAddress });
  };
}

/** Returns no issue. */
export function forgetIssues(options: ProxyFixOptions): Resolver {
  const resolver = createResolver(options);
  return (facts) => replaceFields(resolver(facts), { issues: [] });
}

/** Refuses no request. */
export function refuseNothing({ strict: _strict, allowedHosts: _hosts, ...options }: ProxyFixOptions): Resolver {
  return createResolver(options);
}

/** Refuses each request. */
export function refuseAll(options: ProxyFixOptions): Resolver {
  return createResolver({ ...options, allowedHosts: ["no.example"] });
}

/** Accepts every option, also wrong ones. */
export function acceptOptions(options: ProxyFixOptions): Resolver {
  try {
    return createResolver(options);
  } catch {
    return createResolver({});
  }
}

/** Accepts no option. */
export function acceptNothing(): Resolver {
  return createResolver({ xFor: -1 });
}

/** Concatenates, and lets slashes of the path lead to another site. */
export function concatenateUrl({ origin = "", prefix }: Resolution, path: string): string {
  return origin + prefix + path;
}
