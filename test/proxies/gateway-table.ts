import type { AttackReport } from "./observation.js";
import { formatForged } from "./table.js";
import type { TableOf } from "./table.js";

/** The observations of the tests of one gateway, as in the record of its page. */
export interface ObservedGateway {
  readonly name: string;
  readonly title: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly scriptName: string;
  readonly pathInfo: string;
  /** The application's own URL, as the program computes it; undefined if it never answered. */
  readonly home: string | undefined;
  readonly attacks: AttackReport;
}

/** The table of servers that pass requests to a program. */
export const GATEWAY_TABLE: TableOf<ObservedGateway> = {
  file: "gateways.md",
  columns: ["set-up", "SCRIPT_NAME", "PATH_INFO", "an attacker can forge"],
  formatRows: (rows) =>
    rows.map(({ title, scriptName, pathInfo, attacks }) => {
      return [title, formatPath(scriptName), formatPath(pathInfo), formatForged(attacks)];
    }),
};

function formatPath(path: string): string {
  return path === "" ? "empty" : `\`${path}\``;
}
