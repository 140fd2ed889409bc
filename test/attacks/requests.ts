import type { Attack } from "./attack.js";
import { addressAttacks } from "./requests/address.js";
import { forwardedAttacks } from "./requests/forwarded.js";
import { gateAttacks } from "./requests/gate.js";
import { hostAttacks } from "./requests/host.js";
import { lineAttacks } from "./requests/lines.js";
import { nameAttacks } from "./requests/names.js";
import { prefixAttacks } from "./requests/prefix.js";
import { spellingAttacks } from "./requests/spelling.js";

/** The attacks that are one request each. */
export const attacks: readonly Attack[] = [
  ...addressAttacks,
  ...spellingAttacks,
  ...gateAttacks,
  ...forwardedAttacks,
  ...hostAttacks,
  ...prefixAttacks,
  ...nameAttacks,
  ...lineAttacks,
];

/** Returns the title of an attack's tests. */
export function titleOf({ id, title }: Pick<Attack, "id" | "title">): string {
  return `${id}: ${title}`;
}
