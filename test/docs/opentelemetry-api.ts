// Stands for @opentelemetry/api in the snippets of the docs: the package is not installed. Names and parameters are those of
// its documentation (opentelemetry.io, "Instrumentation", metrics).

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A call of a counter: its name, the value, and the attributes. */
export type Count = readonly [name: string, value: number, attributes: Attributes];

interface Counter {
  add(value: number, attributes?: Attributes): void;
}

interface Meter {
  createCounter(name: string, options?: { readonly description?: string; readonly unit?: string }): Counter;
}

/** Every call of every counter, in order. */
export const counts: Count[] = [];

export const metrics: { getMeter(name: string, version?: string): Meter } = {
  getMeter: () => ({
    createCounter: (name) => ({ add: (value, attributes = {}) => void counts.push([name, value, attributes]) }),
  }),
};
