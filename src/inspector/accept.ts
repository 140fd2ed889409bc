/**
 * Returns whether a request prefers JSON: its Accept (RFC 9110 section 12.5.1) names `application/json`. Browsers that open a
 * page do not name it.
 */
export function acceptsJson(accept: string | readonly string[] | undefined): boolean {
  return [accept ?? []].flat().some((line) => line.split(",").some(isJson));
}

/** A weight of 0 means that the type is not acceptable. */
function isJson(range: string): boolean {
  const [type = "", ...parameters] = range.toLowerCase().split(";");
  return type.trim() === "application/json" && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter.trim()));
}
