import { listBlocks, readPage, type Block } from "./markdown.js";

/** A snippet, and the blocks after it that show what it prints or answers. */
export interface Snippet {
  readonly block: Block;
  readonly results: readonly Block[];
}

// A block of JavaScript that imports something is a whole module; others are fragments.
const isModule = (block: Block): boolean => block.language === "js" && /^import /m.test(block.code);
const isResult = ({ language }: Block): boolean => ["text", "console", "jsonl"].includes(language);

/** Lists the modules of a page, each with the blocks between it and the next block of code. */
export function listSnippets(page: string): Snippet[] {
  const snippets: { block: Block; results: Block[] }[] = [];
  let current: (typeof snippets)[number] | undefined;
  for (const block of listBlocks(readPage(page))) {
    if (isModule(block)) snippets.push((current = { block, results: [] }));
    else if (isResult(block)) current?.results.push(block);
    else current = undefined;
  }
  return snippets;
}
