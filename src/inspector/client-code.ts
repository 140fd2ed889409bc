/**
 * The browser's program of the page, which `scripts/build.mjs` bundles into this module. In the sources it is empty: a page
 * without it shows the visit, as it does without JavaScript.
 */
export const CLIENT_CODE: string = "";
