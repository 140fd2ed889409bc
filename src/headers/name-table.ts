/** The role of an alias: a name with another separator for `-`, such as `_`, which a gateway may turn into the name. */
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

  /** The names by length. */
  readonly #similar = new Map<number, string[]>();

  /** @param roles - by name, in lower case */
  constructor(roles: ReadonlyMap<string, Role>) {
    this.#roles = roles;
    for (const name of roles.keys()) {
      const { length } = name;
      this.#similar.set(length, [...(this.#similar.get(length) ?? []), name]);
      this.#lastLetters[length & 31]! |= lettersAt(name, length - 1);
      this.#firstLetters[length & 31]! |= lettersAt(name, 0);
    }
  }

  /**
   * Returns false only if the name is neither in the table nor an alias of a name in it; case does not matter. May return
   * true for a few other names, like a Bloom filter.
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
    if (role !== undefined) return role;
    // Compared in place: a client may send every spelling of every name.
    return this.#similar.get(name.length)?.some((dashed) => isSpelling(name, dashed)) === true ? ALIAS : undefined;
  }
}

/** Returns whether two names of one length differ only by other separators for `-`. */
function isSpelling(name: string, dashed: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    const wanted = dashed.charCodeAt(at);
    if (code !== wanted && (wanted !== HYPHEN || isAlphanumeric(code))) return false;
  }
  return true;
}

const HYPHEN = 45;

/** Returns whether a character of a name in lower case is a letter or a digit; all others of a token are separators. */
function isAlphanumeric(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

const EVERY_LETTER = -1;

/** Returns a bit for each letter that a name and its aliases have at a place. */
function lettersAt(name: string, at: number): number {
  return name[at] === "-" ? EVERY_LETTER : 1 << letterAt(name, at);
}

/** Returns a number below 32 for a letter, the same for both its cases. */
function letterAt(name: string, at: number): number {
  return name.charCodeAt(at) & 31;
}
