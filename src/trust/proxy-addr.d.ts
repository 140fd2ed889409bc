/**
 * The one function of proxy-addr that is used. Its published types pull in Node's, and the core has to compile without
 * them.
 */
declare module "proxy-addr" {
  const proxyaddr: {
    /** Throws a TypeError where an entry is wrong. */
    compile(entries: string | string[]): (address: string, hop: number) => boolean;
  };
  export default proxyaddr;
}
