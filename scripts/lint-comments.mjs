// @ts-check
// Counts habits in the comments of src that make them hard to read, and refuses figures of time, which grow stale.
// node scripts/lint-comments.mjs [folder]    exit code 1 if a habit is too frequent or a figure is found
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** The most uses per 1,000 words of all comments: *if* and *when* in place of "where", a noun in place of "what". */
const HABITS = [
  { name: "where", pattern: /\bwhere\b/gi, most: 2 },
  { name: "what", pattern: /\bwhat(?:ever)?\b/gi, most: 3 },
  { name: "tell and say", pattern: /\b(?:tells?|told|telling|says?|said|saying)\b/gi, most: 1 },
];
const FIGURE_OF_TIME = /\d\s*(?:µs|us|ns|ms|s|milliseconds?|microseconds?|nanoseconds?|seconds?)\b|µs|\bns\b/i;

/**
 * Lists the comments of a file, with the offset at which each begins.
 *
 * @param {string} text
 */
function listComments(text) {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2023, false, ts.LanguageVariant.Standard, text);
  const comments = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const isComment = token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia;
    if (isComment) comments.push({ text: scanner.getTokenText(), start: scanner.getTokenStart() });
    // The scanner cannot know where a template goes on after an expression in it.
    if (token === ts.SyntaxKind.CloseBraceToken && isInTemplate(text, scanner.getTokenStart())) {
      scanner.reScanTemplateToken(false);
    }
  }
  return comments;
}

/**
 * Returns whether a closing brace at this offset ends an expression of a template, by the braces to its left.
 *
 * @param {string} text
 * @param {number} offset
 */
function isInTemplate(text, offset) {
  let depth = 0;
  for (let at = offset - 1; at >= 0; at -= 1) {
    if (text[at] === "}") depth += 1;
    if (text[at] === "{" && depth > 0) depth -= 1;
    else if (text[at] === "{") return text[at - 1] === "$";
  }
  return false;
}

const folder = process.argv[2] ?? "src";
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
/** @type {string[]} */
const faults = [];
let all = "";
for (const file of files.toSorted()) {
  const text = readFileSync(join(folder, file), "utf8");
  for (const comment of listComments(text)) {
    all += `${comment.text}\n`;
    const line = text.slice(0, comment.start).split("\n").length;
    if (FIGURE_OF_TIME.test(comment.text)) faults.push(`${join(folder, file)}:${line}: a figure of time in a comment`);
  }
}
const words = all.match(/[\p{L}\d][\p{L}\d'-]*/gu)?.length ?? 0;
for (const { name, pattern, most } of HABITS) {
  const uses = all.match(pattern)?.length ?? 0;
  const rate = (uses / Math.max(words, 1)) * 1000;
  console.log(`${name}: ${uses} in ${words} words of comments, ${rate.toFixed(1)} per 1,000 (at most ${most})`);
  if (rate > most) faults.push(`"${name}" is too frequent in comments`);
}
for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
