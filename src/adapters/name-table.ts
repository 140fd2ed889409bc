/**
 * A table of header names, asked mostly for names that are not in it: their length and last letter tell, where a map would
 * hash and compare each.
 */
export class NameTable<Value> {
  readonly #buckets: (Entry<Value> | undefined)[] = Array.from({ length: 1024 }, () => undefined);
  readonly #ofAliases: Value;

  /**
   * @param values - by name, in lower case
   * @param ofAliases - the value of every alias: a name with `_` for `-`, which a gateway may turn into it
   */
  constructor(values: ReadonlyMap<string, Value>, ofAliases: Value) {
    this.#ofAliases = ofAliases;
    for (const [name, value] of values) {
      const bucket = sketch(name);
      this.#buckets[bucket] = { name, value, next: this.#buckets[bucket] };
    }
  }

  /** Gives the value of a name in lower case, undefined where it is not in the table. */
  find(name: string): Value | undefined {
    const first = this.#buckets[sketch(name)];
    if (first === undefined) return undefined;
    if (first.name === name) return first.value;
    for (let entry = first.next; entry !== undefined; entry = entry.next) {
      if (entry.name === name) return entry.value;
    }
    for (let entry: Entry<Value> | undefined = first; entry !== undefined; entry = entry.next) {
      if (isAlias(name, entry.name)) return this.#ofAliases;
    }
    return undefined;
  }
}

interface Entry<Value> {
  readonly name: string;
  readonly value: Value;
  readonly next: Entry<Value> | undefined;
}

/** Whether a name is another but for `_` in place of `-`. */
function isAlias(alias: string, name: string): boolean {
  if (alias.length !== name.length) return false;
  for (let at = 0; at < name.length; at += 1) {
    const code = alias.charCodeAt(at);
    const wanted = name.charCodeAt(at);
    if (code !== wanted && !(code === UNDERSCORE && wanted === DASH)) return false;
  }
  return true;
}

const DASH = 45;
const UNDERSCORE = 95;

/** A number below 1,024 of a name's length and last letter, the same for all its aliases. */
function sketch(name: string): number {
  const last = name.charCodeAt(name.length - 1);
  return ((name.length & 31) << 5) | ((last === UNDERSCORE ? DASH : last) & 31);
}
