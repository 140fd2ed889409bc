import { describe, expect, it } from "vitest";

import { decodeText, describeFileError, readInput, readTextFile } from "../../src/cli/read-input.js";
import { UsageError } from "../../src/cli/usage-error.js";
import { createFixture } from "../structure/temporary-directory.js";
import { createSurroundings } from "./surroundings.js";

describe("readInput", () => {
  it("returns all bytes", async () => {
    const bytes = await readInput(createSurroundings({}, { input: "äb" }).stdin, 3);
    expect(bytes).toEqual(Buffer.from("äb"));
  });

  it("refuses more bytes than the limit", async () => {
    const { stdin } = createSurroundings({}, { input: "abcd" });
    await expect(readInput(stdin, 3)).rejects.toThrow(
      new UsageError("standard input is longer than 3 bytes; send less"),
    );
  });
});

describe("readTextFile", () => {
  it("returns the text of a file", () => {
    expect(readTextFile(`${createFixture({ "a.txt": "text" })}/a.txt`)).toBe("text");
  });

  it("decodes UTF-16 with its mark, and removes that of UTF-8", () => {
    expect(decodeText(Buffer.from("\uFEFFä", "utf16le"))).toBe("ä");
    expect(decodeText(Buffer.from("\uFEFFä", "utf8"))).toBe("ä");
  });

  it("names the file and the reason if it cannot be read", () => {
    const directory = createFixture({ "a.txt": "" });
    expect(() => readTextFile("/no/such\nfile")).toThrow(
      new UsageError("/no/such\\u{a}file cannot be read: there is no such file"),
    );
    expect(() => readTextFile(directory)).toThrow(/cannot be read: it is a directory$/);
  });
});

describe("describeFileError", () => {
  it("returns the code of a reason without words", () => {
    expect(describeFileError(Object.assign(new Error("full"), { code: "ENOSPC" }))).toBe("ENOSPC");
  });
});
