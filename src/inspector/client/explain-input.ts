import { ProxyFixOptionsError } from "../../errors.js";
import { explain, type Explanation } from "../../explain/index.js";
import { optionsFromEnv } from "../../options/from-env.js";
import type { ProxyFixOptions } from "../../options/options.js";
import { parseRequest } from "../../request/parse-request.js";
import { TextError } from "../../text/text-error.js";

/** What the playground's form contains. */
export interface Input {
  /** A request as text: its request line may be missing. */
  readonly request: string;
  readonly peer: string;
  readonly isEncrypted: boolean;
  /** The options by their names, as texts; an empty one is left out. */
  readonly options: Readonly<Record<string, string>>;
}

/** The explanation of an input, or the reasons why there is none. */
export interface Explained {
  /** The options as PROXY_FIX contains them. */
  readonly variable: string;
  readonly explanation?: Explanation;
  readonly requestFault?: string;
  readonly optionsFault?: string;
}

/** Explains a pasted request. It never throws: a malformed text is a fault of the input. */
export function explainInput({ request, peer, isEncrypted, options }: Input): Explained {
  const variable = formatPairs(options);
  const read = attempt(() => readInputOptions(variable));
  const parsed = attempt(() => parsePasted(request));
  if ("fault" in read || "fault" in parsed) {
    return {
      variable,
      ...("fault" in parsed && { requestFault: parsed.fault }),
      ...("fault" in read && { optionsFault: read.fault }),
    };
  }
  const facts = { ...parsed.value, peerAddress: peer.trim(), encrypted: isEncrypted };
  const explained = attempt(() => explain(facts, read.value));
  return "fault" in explained
    ? { variable, optionsFault: explained.fault }
    : { variable, explanation: explained.value };
}

function formatPairs(options: Input["options"]): string {
  return Object.entries(options)
    .map(([name, value]) => [name, value.trim().replaceAll(/[\s,]+/g, " ")] as const)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}

/** Without any option, the defaults of the options apply, and not those of an unset PROXY_FIX. */
function readInputOptions(variable: string): ProxyFixOptions {
  return variable === "" ? {} : optionsFromEnv({ PROXY_FIX: variable });
}

/** Headers alone, as logs contain them, are a request too. */
function parsePasted(text: string): ReturnType<typeof parseRequest> {
  const pasted = text.replace(/^\s+/, "");
  return parseRequest(/^\S+ \S+ HTTP\//.test(pasted) ? pasted : `GET / HTTP/1.1\n${pasted}`);
}

function attempt<Value>(run: () => Value): { readonly value: Value } | { readonly fault: string } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof TextError || error instanceof ProxyFixOptionsError) return { fault: error.message };
    throw error;
  }
}
