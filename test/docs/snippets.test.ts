import { runInThisContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { SOCKET_NAMES } from "../../src/headers/adapter-options.js";
import { compileAdapter } from "../../src/headers/compile-adapter.js";
import { listSnippets, type Snippet } from "./list-snippets.js";
import { listPages, readPage } from "./markdown.js";
import { runSnippet, visitAsCurl } from "./snippet.js";

async function check({ block, results }: Snippet): Promise<void> {
  const run = await runSnippet(block.code);
  try {
    for (const { language, code } of results) {
      if (language === "text") expect(run.printed).toBe(code);
      else if (language === "jsonl") checkWritten(code, run.written());
      else await checkConsole(code, run.server);
    }
  } finally {
    await run.close();
  }
}

/** Compares lines of a log with those of a page, which leave out the time and the process. */
function checkWritten(code: string, written: readonly string[]): void {
  const expected = code.split("\n").map((line) => JSON.parse(line) as object);
  expect(written.map((line) => JSON.parse(line) as object)).toEqual(
    expected.map((line) => expect.objectContaining(line)),
  );
}

async function checkConsole(code: string, server: Parameters<typeof visitAsCurl>[1] | undefined): Promise<void> {
  if (server === undefined) throw new Error("the snippet starts no server to visit");
  for (const session of code.split(/^\$ /m).slice(1)) {
    const [line = "", ...answer] = session.split("\n");
    const expected = answer.join("\n").trimEnd();
    expect((await visitAsCurl(line, server)).trimEnd()).toBe(expected);
  }
}

const pages = listPages().filter((page) => listSnippets(page).length > 0);

describe.each(pages)("%s", (page) => {
  it.each(listSnippets(page).map((snippet) => [snippet.block.line, snippet] as const))(
    "running the snippet of line %i prints the shown output",
    (_, snippet) => check(snippet),
  );
});

/** Lists the options written in a page's text, such as `{ xHost: 1 }`. */
function listInlineOptions(page: string): string[] {
  const prose = readPage(page).replaceAll(/^```[^]*?^```/gm, "");
  return [...prose.matchAll(/`(\{ \w+: [^`]*\})`/g)].map((match) => match[1] ?? "");
}

const pagesWithOptions = listPages().filter((page) => listInlineOptions(page).length > 0);

describe.each(pagesWithOptions)("the options in the text of %s", (page) => {
  it.each(listInlineOptions(page))("compileAdapter accepts %s", (text) => {
    const options = runInThisContext(`(${text})`) as object;
    expect(() => compileAdapter(options, SOCKET_NAMES)).not.toThrow();
  });
});
