import { append, move, pipe, remove, set } from "proxyfix/rewrite";
import { describe, expect, test } from "vitest";

describe("pipe", () => {
  test("passes each rewrite the result of the one before it", () => {
    const rewrite = pipe(set("x-a", "1"), append("x-a", "2"), remove("x-b"));
    expect(rewrite({ "x-b": "3" }, {})).toEqual({ "x-a": "1, 2" });
  });

  test("passes each rewrite the facts of the connection", () => {
    const facts = { peerAddress: "10.0.0.1" };
    const seen: unknown[] = [];
    const record = pipe(
      (headers, connection) => (seen.push(connection), headers),
      (headers, connection) => (seen.push(connection), headers),
    );
    record({}, facts);
    expect(seen).toEqual([facts, facts]);
  });

  test("returns the same object if one rewrite undoes another", () => {
    const headers = { "x-a": ["1", "2"], "x-b": undefined };
    expect(pipe(set("x-c", "1"), remove("x-c"))(headers, {})).toBe(headers);
    expect(pipe(move("x-a", "x-c"), move("x-c", "x-a"))(headers, {})).toBe(headers);
    expect(pipe(remove("x-a"), set("x-a", "1"))(headers, {})).not.toBe(headers);
    expect(pipe(remove("x-b"), set("x-c", "1"))(headers, {})).not.toBe(headers);
  });

  test("rejects a value that is no rewrite", () => {
    expect(() => pipe(remove("x-a"), "x-b" as unknown as ReturnType<typeof remove>)).toThrow(
      '`pipe`: got "x-b"; expected a rewrite, such as copy("x-fhost", "host")',
    );
  });

  test.each<[string, unknown]>([
    ["a function of the kind AsyncFunction", async () => ({})],
    ["a function of the kind GeneratorFunction", function* () {}],
    ["a function of the kind AsyncGeneratorFunction", async function* () {}],
  ])("rejects %s, which cannot return the headers at once", (kind, rewrite) => {
    expect(() => pipe(rewrite as ReturnType<typeof remove>)).toThrow(
      `\`pipe\`: got ${kind}; expected a plain function that returns the headers at once; ` +
        "look up what it needs before the server starts",
    );
  });

  test.each(["x [object AsyncFunction", "AsyncFunction] x"])("accepts a function with the tag %s", (tag) => {
    const rewrite = Object.assign((headers: object) => headers, { [Symbol.toStringTag]: tag });
    const headers = {};
    expect(pipe(rewrite as ReturnType<typeof remove>)(headers, {})).toBe(headers);
  });
});
