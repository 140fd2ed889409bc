/** The work of a piece of code, counted instead of timed. */
export interface Work {
  /** Characters read: one for each access to one character, the whole text for a method that may read all of it. */
  readonly characters: number;
  /** Texts that were cut or made from others. */
  readonly texts: number;
}

const ONE = new Set(["charCodeAt", "codePointAt", "charAt", "at"]);
const CUTS = new Set(["slice", "substring", "substr"]);
const REPLACEMENTS = new Set(["replace", "replaceAll"]);
/** These read as many characters as their argument has. */
const COMPARISONS = new Set(["startsWith", "endsWith"]);
/** These read no character. */
const FREE = new Set(["constructor", "toString", "valueOf", "concat", "length"]);

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Runs code while every method of texts and of regular expressions counts the characters that it may read. Only calls of the
 * code itself are counted; `text[at]` is no call, and the core has none.
 */
export function countWork(code: () => void): Work {
  let characters = 0;
  let texts = 0;
  const count = (name: PropertyKey, text: string, args: readonly unknown[]): void => {
    if (typeof name !== "string") characters += text.length;
    else if (CUTS.has(name)) texts += 1;
    else if (REPLACEMENTS.has(name)) {
      texts += 1;
      characters += text.length;
    } else if (COMPARISONS.has(name)) characters += String(args[0]).length;
    else characters += ONE.has(name) ? 1 : text.length;
  };
  const restores = [
    wrapMethods(String.prototype, (name, self, args) => count(name, self as string, args)),
    wrapMethods(RegExp.prototype, (name, self, args) => {
      // `split` tries a sticky copy at each character, which reads on from there.
      if (name === "exec" && (self as RegExp).sticky) characters += 1;
      else if (name === "exec" || name === "test") count(name, String(args[0]), args);
    }),
  ];
  try {
    code();
  } finally {
    for (const restore of restores) restore();
  }
  return { characters, texts };
}

function wrapMethods(
  prototype: object,
  count: (name: PropertyKey, self: unknown, args: readonly unknown[]) => void,
): () => void {
  const before = Object.getOwnPropertyDescriptors(prototype) as Record<PropertyKey, PropertyDescriptor>;
  for (const name of Reflect.ownKeys(before)) {
    const descriptor = before[name]!;
    const method: unknown = descriptor.value;
    if (typeof method !== "function" || FREE.has(String(name))) continue;
    const value: Method = function (...args) {
      count(name, this, args);
      return Reflect.apply(method, this, args) as unknown;
    };
    Object.defineProperty(prototype, name, { ...descriptor, value });
  }
  return () => {
    for (const name of Reflect.ownKeys(before)) {
      if (before[name]!.configurable === true) Object.defineProperty(prototype, name, before[name]!);
    }
  };
}

/** Counts the numbers that code reads from the tables that `compile` creates by `Uint32Array.from`. */
export function countLookups<Compiled>(compile: () => Compiled, use: (compiled: Compiled) => void): number {
  let lookups = 0;
  const from = Uint32Array.from;
  Uint32Array.from = ((...args: Parameters<typeof from>) =>
    new Proxy(from.apply(Uint32Array, args), {
      get(table, key): unknown {
        if (typeof key === "string" && /^\d+$/.test(key)) lookups += 1;
        return Reflect.get(table, key, table);
      },
    })) as typeof from;
  let compiled: Compiled;
  try {
    compiled = compile();
  } finally {
    Uint32Array.from = from;
  }
  lookups = 0;
  use(compiled);
  return lookups;
}
