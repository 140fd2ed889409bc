/**
 * The only function of proxy-addr that this package calls. The published types of proxy-addr need Node's, and the core
 * must compile without these.
 */
declare module "proxy-addr" {
  const proxyaddr: {
    /** Throws a TypeError if an entry is wrong. */
    compile(entries: string | string[]): (address: string, hop: number) => boolean;
  };
  export default proxyaddr;
}
