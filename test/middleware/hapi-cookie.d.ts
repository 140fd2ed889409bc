/** The package has no types. */
declare module "@hapi/cookie" {
  export const plugin: { readonly name: string; register(server: object, options: object): void };
}
