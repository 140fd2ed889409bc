/** Other words for the options, from other libraries and from habit. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  proxies: "trustedProxies",
  hops: "xFor",
  xforwardedfor: "xFor",
  xforwardedproto: "xProto",
  xforwardedhost: "xHost",
  xforwardedport: "xPort",
  xforwardedprefix: "xPrefix",
  xscheme: "xProto",
  hosts: "allowedHosts",
  realip: "clientAddressHeader",
};

/**
 * Finds the option that a misspelt key means: the same name but for case, `_` and `-`, a word of another library, or a
 * name at most two slips away.
 */
export function findLikelyName(key: string, known: readonly string[]): string | undefined {
  const letters = key.replaceAll(/[_-]/g, "").toLowerCase();
  const other = Object.hasOwn(OTHER_WORDS, letters) ? OTHER_WORDS[letters] : undefined;
  if (other !== undefined && known.includes(other)) return other;
  const distances = known.map((name) => measureDistance(letters, name.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.min(2, letters.length - 1) ? known[distances.indexOf(least)] : undefined;
}

/** Counts the letters to add, remove or change between two short words (Levenshtein's distance). */
function measureDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
