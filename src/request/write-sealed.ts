/*
 * Other code may have sealed the headers of a request so that they can neither be changed nor replaced. What can still
 * be written is written here: no error may stop the request, and a value that stays is a client's.
 */

/** Gives a record the keys and values of another one, as far as it accepts them. Never throws. */
export function overwriteRecord(record: Readonly<Record<string, unknown>>, value: object): void {
  for (const name in record) {
    if (Object.hasOwn(value, name)) continue;
    Reflect.deleteProperty(record, name);
    // A sealed record keeps its keys, and a prototype may have the same one.
    if (record[name] !== undefined) Reflect.set(record, name, undefined);
  }
  for (const [name, text] of Object.entries(value)) Reflect.set(record, name, text);
}

/** Gives header lines the values of others, as far as they accept them; lines that are too many become empty. */
export function overwriteLines(lines: string[], value: readonly string[]): void {
  for (let at = 0; at < Math.max(lines.length, value.length); at += 1) Reflect.set(lines, at, value[at] ?? "");
}
