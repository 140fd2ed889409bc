import { writeHeaders } from "./incoming-headers.js";
import { forgetLinesByName } from "./lines-by-name.js";
import type { RequestState } from "./request-state.js";
import { joinLines, type HeaderChanges, type PlainHeaders } from "./verified-headers.js";

/** Makes the request's headers those of its facts, with the verified ones over them. */
export function writeVerified(state: RequestState, changes: HeaderChanges): void {
  // Where nothing is to be written as well: what an application does to the headers from now on does not change what came.
  state.detachOriginal();
  if (state.written.length === 0 && state.rewritten.length === 0) {
    state.written = listNames(changes);
    state.wrote = changes;
    if (changes.length > 0) writeHeaders(state.req, undefined, changes);
    else forgetLinesByName(state.req);
    return;
  }
  const original = state.written.length > 0 ? state.original.rawHeaders : undefined;
  const target = listUnverified(state);
  const left = listLeft(state, target);
  addChanges(target, changes);
  state.written = [...target.keys()];
  state.wrote = [...target].flat();
  for (const name of left) target.delete(name);
  addChanges(target, changes);
  writeHeaders(state.req, original, [...target].flat());
}

function listNames(changes: HeaderChanges): readonly string[] {
  return changes.filter((_, at) => at % 2 === 0) as readonly string[];
}

/** Lists what is to be written before headers are verified: what was written before is put back, what was rewritten is not. */
function listUnverified({ original, written, rewritten }: RequestState): Map<string, string | undefined> {
  const target = new Map<string, string | undefined>();
  for (const name of written) target.set(name, joinLines(original.headers[name]));
  addChanges(target, rewritten);
  return target;
}

/** Lists the headers that other code has written over since they were written, where there is nothing new to write. */
function listLeft({ req, wrote }: RequestState, target: ReadonlyMap<string, string | undefined>): readonly string[] {
  const left: string[] = [];
  for (let at = 0; at < wrote.length; at += 2) {
    const name = wrote[at]!;
    const value = wrote[at + 1];
    if (target.get(name) === value && joinLines(req.headers[name]) !== value) left.push(name);
  }
  return left;
}

function addChanges(target: Map<string, string | undefined>, changes: HeaderChanges): void {
  for (let at = 0; at < changes.length; at += 2) target.set(changes[at]!, changes[at + 1]);
}

/** Tells how rewritten headers differ from what they were. */
export function compareHeaders(before: PlainHeaders, after: PlainHeaders): HeaderChanges {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => (before[name] === after[name] ? [] : [name, joinLines(after[name])]));
}
