/** The role of an alias: a name with `_` for `-`, which a gateway may turn into the name. */
export const ALIAS = "delete";

/**
 * A table of header names and their roles. Most names that it is asked about are not in it: length, last and first
 * letter decide that without hashing and comparing the name.
 */
export class NameTable<Role extends string> {
  readonly #roles: ReadonlyMap<string, Role>;
  /** By length: a bit for each letter that a name ends with. */
  readonly #lastLetters: Int32Array = new Int32Array(32);
  /** By length: a bit for each letter that a name begins with. */
  readonly #firstLetters: Int32Array = new Int32Array(32);

  /** The names with a dash, by length and first letter. */
  readonly #dashed = new Map<number, string[]>();

  /** @param roles - by name, in lower case */
  constructor(roles: ReadonlyMap<string, Role>) {
    this.#roles = roles;
    for (const name of roles.keys()) {
      if (name.includes("-")) this.#dashed.set(keyOf(name), [...(this.#dashed.get(keyOf(name)) ?? []), name]);
      for (const alias of [name, name.replaceAll("-", "_")]) {
        this.#lastLetters[name.length & 31]! |= 1 << letterAt(alias, name.length - 1);
        this.#firstLetters[name.length & 31]! |= 1 << letterAt(alias, 0);
      }
    }
  }

  /**
   * Returns false only if neither the name nor its `_` alias is in the table; case does not matter. May return true for
   * a few other names, like a Bloom filter.
   */
  mayHave(name: string): boolean {
    const { length } = name;
    return (
      ((this.#lastLetters[length & 31]! >>> letterAt(name, length - 1)) & 1) === 1 &&
      ((this.#firstLetters[length & 31]! >>> letterAt(name, 0)) & 1) === 1
    );
  }

  /** Returns the role of a name in lower case, undefined if neither it nor its `-` form is in the table. */
  find(name: string): Role | typeof ALIAS | undefined {
    const role = this.#roles.get(name);
    if (role !== undefined || !name.includes("_")) return role;
    // Compared in place: a client may send every spelling of every name.
    return this.#dashed.get(keyOf(name))?.some((dashed) => isSpelling(name, dashed)) === true ? ALIAS : undefined;
  }
}

/** Returns the same number for a name and its aliases. */
function keyOf(name: string): number {
  const letter = letterAt(name, 0);
  return name.length * 32 + (letter === (UNDERSCORE & 31) ? HYPHEN & 31 : letter);
}

/** Returns whether two names of one length differ only by `_` for `-`. */
function isSpelling(name: string, dashed: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    if (code !== dashed.charCodeAt(at) && !(code === UNDERSCORE && dashed.charCodeAt(at) === HYPHEN)) return false;
  }
  return true;
}

const HYPHEN = 45;
const UNDERSCORE = 95;

/** Returns a number below 32 for a letter, the same for both its cases. */
function letterAt(name: string, at: number): number {
  return name.charCodeAt(at) & 31;
}
