import { readHeader } from "../options/read-header.js";
import type { CompiledOptions } from "../options/compile-options.js";
import { ADDRESS_SIGNS, HOST_SIGNS, PROTO_SIGNS } from "../options/vendor-headers.js";
import type { Fact } from "../resolution.js";
import type { ForgeableFacts } from "./explanation.js";
import { COUNT_OPTIONS } from "./facts/obstacle.js";
import type { Run } from "./facts/run.js";

/** The most names in a text: a client may send all of them. */
const MOST_NAMES = 8;

/** Finds the headers that contain an address, a scheme, a host or a prefix, and that no option reads. */
export function findUnbelieved({ options, facts: { headers } }: Run): ForgeableFacts | undefined {
  const read = listRead(options);
  const names = options.signs.filter(
    (name) => name !== "via" && name !== "cdn-loop" && !read.includes(name) && readHeader(headers, name) !== undefined,
  );
  if (names.length === 0) return undefined;
  const facts = new Set(names.flatMap((name) => listFacts(name, options)));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return {
    code: "unbelieved-headers",
    level: "note",
    facts: FACTS.filter((fact) => facts.has(fact)),
    text:
      `No option reads these headers: ${names.slice(0, MOST_NAMES).join(", ")}${more}. A client could have written them. ` +
      "The adapters delete them; code that reads them elsewhere must not believe them.",
  };
}

const FACTS: readonly Fact[] = ["address", "proto", "host", "port", "prefix"];

/** Lists the headers that the options read. */
function listRead(options: CompiledOptions): readonly string[] {
  const { names, forwarded, clientAddressHeader } = options;
  const counted = (Object.keys(COUNT_OPTIONS) as (keyof typeof COUNT_OPTIONS)[])
    .filter((name) => options[COUNT_OPTIONS[name]] > 0)
    .map((name) => names[name]);
  const single = clientAddressHeader === undefined ? [] : [clientAddressHeader.name];
  return [...counted, ...single, ...(forwarded > 0 ? ["forwarded"] : [])];
}

/** The facts that each well-known header contains. */
const WELL_KNOWN: Readonly<Record<string, readonly Fact[]>> = {
  "x-forwarded-for": ["address"],
  "x-forwarded-proto": ["proto"],
  "x-forwarded-host": ["host"],
  "x-forwarded-port": ["port"],
  "x-forwarded-prefix": ["prefix"],
  forwarded: ["address", "proto", "host"],
};

function listFacts(name: string, { names }: CompiledOptions): readonly Fact[] {
  if (Object.hasOwn(WELL_KNOWN, name)) return WELL_KNOWN[name]!;
  if (ADDRESS_SIGNS.includes(name) || name === names.for) return ["address"];
  if (PROTO_SIGNS.includes(name) || name === names.proto) return ["proto"];
  if (HOST_SIGNS.includes(name) || name === names.host) return ["host"];
  return name === names.port ? ["port"] : ["prefix"];
}
