/**
 * A table of header names, asked mostly for names that are not in it: their length, last and first letter tell, where a map
 * would hash and compare each.
 */
export class NameTable<Value extends {}> {
  readonly #values: ReadonlyMap<string, Value>;
  readonly #ofAliases: Value;
  /** A bit for each letter that names of a length end with, and begin with. */
  readonly #last: Int32Array = new Int32Array(32);
  readonly #first: Int32Array = new Int32Array(32);

  /**
   * @param values - by name, in lower case
   * @param ofAliases - the value of every alias: a name with `_` for `-`, which a gateway may turn into it
   */
  constructor(values: ReadonlyMap<string, Value>, ofAliases: Value) {
    this.#values = values;
    this.#ofAliases = ofAliases;
    for (const name of values.keys()) {
      for (const alias of [name, name.replaceAll("-", "_")]) {
        this.#last[name.length & 31]! |= 1 << letterAt(alias, name.length - 1);
        this.#first[name.length & 31]! |= 1 << letterAt(alias, 0);
      }
    }
  }

  /** Says whether a name may be in the table, or an alias of one that is, whatever its case. Of few others it says so. */
  mayHave(name: string): boolean {
    const { length } = name;
    return (
      ((this.#last[length & 31]! >>> letterAt(name, length - 1)) & 1) === 1 &&
      ((this.#first[length & 31]! >>> letterAt(name, 0)) & 1) === 1
    );
  }

  /** Gives the value of a name in lower case, undefined where it is not in the table. */
  find(name: string): Value | undefined {
    if (!this.mayHave(name)) return undefined;
    const value = this.#values.get(name);
    if (value !== undefined || !name.includes("_")) return value;
    return this.#values.has(name.replaceAll("_", "-")) ? this.#ofAliases : undefined;
  }
}

/** A number below 32 of a letter, the same for both its cases. */
function letterAt(name: string, at: number): number {
  return name.charCodeAt(at) & 31;
}
