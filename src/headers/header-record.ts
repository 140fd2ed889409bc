/** Headers as Node has them: names in lower case. */
export interface HeaderRecord {
  [name: string]: string | string[] | undefined;
}

/** Copies headers, inherited ones included. */
export function copyHeaders(headers: HeaderRecord): HeaderRecord {
  const prototype: unknown = Object.getPrototypeOf(headers);
  // A spread makes V8 store many headers as a fast object, which is then enumerated several times faster.
  if (prototype === Object.prototype) return { ...headers };
  // The headers of HTTP/2 have no prototype, and may contain a header with the name __proto__.
  const copy = (prototype === null ? Object.create(null) : {}) as HeaderRecord;
  for (const name in headers) copy[name] = headers[name];
  return copy;
}

/** Joins the lines of a header. */
export function joinLines(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" || value === undefined ? value : value.join(", ");
}
