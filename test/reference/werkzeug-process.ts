import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MODULE = "werkzeug.middleware.proxy_fix";
const SCRIPT = fileURLToPath(new URL("ask-proxy-fix.py", import.meta.url));

/** Finds a Python with Werkzeug: the system's own, or the one on the path. */
const python = ["/usr/bin/python3", "python3"].find(
  (command) => spawnSync(command, ["-c", `import ${MODULE}`], { stdio: "ignore" }).status === 0,
);

/** Whether no Python has Werkzeug, and the environment does not require one. */
export const isWithoutWerkzeug: boolean = python === undefined && process.env["PROXYFIX_REQUIRE_WERKZEUG"] !== "1";

/** A question to Werkzeug's ProxyFix: a WSGI environ, and the counts by their names there. */
export interface WerkzeugQuestion {
  readonly environ: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, number | undefined>>;
  /** The variables to return as well. */
  readonly keys?: readonly string[];
}

/** A running process that answers questions. */
export interface WerkzeugProcess {
  ask<Answer>(question: WerkzeugQuestion): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * Starts a process that runs Werkzeug's ProxyFix.
 *
 * @throws {Error} if no Python has Werkzeug
 */
export function startWerkzeug(): WerkzeugProcess {
  if (python === undefined) throw new Error("PROXYFIX_REQUIRE_WERKZEUG is set, and no Python has Werkzeug");
  const child = spawn(python, [SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async <Answer>(question: WerkzeugQuestion) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const line = await answers.next();
      if (line.done === true) throw new Error("Werkzeug's process ended");
      return JSON.parse(line.value) as Answer;
    },
    close: async () => {
      const closed = new Promise((done) => child.once("close", done));
      child.stdin.end();
      await closed;
    },
  };
}
