import type { ProxyFixOptions } from "../../src/index.js";
import { CLIENT } from "../contract/cases.js";

/** A header that makes a careless program work much more than its length. */
export interface CostlyHeader {
  readonly id: string;
  readonly title: string;
  readonly options: ProxyFixOptions;
  readonly name: string;
  /** Returns the value; its length grows with `length`, in characters. */
  createValue(length: number): string;
  /** Whether the costly text stands to the left of the believed value, so that none of it is read. */
  readonly isLeft: boolean;
}

export const costlyHeaders: readonly CostlyHeader[] = [
  // Koa split X-Forwarded-Host and X-Forwarded-Proto by /\s*,\s*/: from each blank of a long row it looked for a comma.
  ...(["x-forwarded-host", "x-forwarded-proto"] as const).map((name): CostlyHeader => ({
    id: "CVE-2025-25200",
    title: `reads a long row of blanks in ${name} once`,
    options: { xHost: 1 },
    name,
    createValue: (length) => `a${" ".repeat(length)}b`,
    isLeft: false,
  })),
  // forwarded split X-Forwarded-For by / *, */, with the same search from each blank.
  {
    id: "CVE-2017-16118",
    title: "reads no blank in front of the believed value",
    options: {},
    name: "x-forwarded-for",
    createValue: (length) => `a${" ".repeat(length)}b, ${CLIENT}`,
    isLeft: true,
  },
  // A header of commas makes a program that splits the whole list create a text for each of them.
  {
    id: "many-commas",
    title: "reads no comma in front of the believed value",
    options: {},
    name: "x-forwarded-for",
    createValue: (length) => `${",".repeat(length)}${CLIENT}`,
    isLeft: true,
  },
];
