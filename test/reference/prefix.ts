/** Of one value, its trailing slash included, and of several values joined. */
export const MAX_PREFIX_LENGTH = 2048;

const PATH_CHARACTER = /^[A-Za-z0-9\-._~!$&'()*+,;=:@%]+$/;

/** The prefix, `""` for none (docs/reference/rules.md#r9-prefix); undefined if the text fails its grammar. */
export function parsePrefix(text: string): string | undefined {
  if (text.length > MAX_PREFIX_LENGTH) return undefined;
  if (text === "/") return "";
  const prefix = text.endsWith("/") ? text.slice(0, -1) : text;
  const [beforeFirstSlash, ...segments] = prefix.split("/");
  if (beforeFirstSlash !== "" || segments.length === 0) return undefined;
  return segments.every(isGoodSegment) ? prefix : undefined;
}

function isGoodSegment(segment: string): boolean {
  return segment !== "." && segment !== ".." && PATH_CHARACTER.test(segment) && hasGoodEscapes(segment);
}

/** Every `%` starts two hex digits that stand for none of `.`, `/`, `\`, `%` and the control characters. */
function hasGoodEscapes(segment: string): boolean {
  const [, ...afterPercents] = segment.split("%");
  return afterPercents.every((after) => {
    const digits = after.slice(0, 2);
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return false;
    const code = Number.parseInt(digits, 16);
    return code >= 0x20 && code !== 0x7f && !"./\\%".includes(String.fromCharCode(code));
  });
}
