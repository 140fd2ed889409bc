/**
 * Imports the older version of a framework by its alias. It has no types of its own here: what it shares with the newer
 * one is all that is used.
 */
export async function importOlder<Current>(name: string): Promise<Current> {
  const loaded = (await import(name)) as { readonly default: Current };
  return loaded.default;
}
