/**
 * The least that anybody could do: the text behind the last comma of three headers, unchecked, in an object.
 *
 * It believes whatever stands there. Nothing that answers the same questions can cost less.
 *
 * @param {{ headers: Record<string, string> }} facts
 */
export function sliceUnchecked(facts) {
  const headers = facts.headers;
  return {
    clientAddress: sliceLast(headers["x-forwarded-for"] ?? ""),
    proto: sliceLast(headers["x-forwarded-proto"] ?? ""),
    host: sliceLast(headers["x-forwarded-host"] ?? ""),
  };
}

/** @param {string} text */
function sliceLast(text) {
  let start = text.length;
  while (start > 0 && text.charCodeAt(start - 1) !== 44) start -= 1;
  if (start > 0 && text.charCodeAt(start) === 32) start += 1;
  return text.slice(start);
}
