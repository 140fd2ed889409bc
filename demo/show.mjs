// @ts-check
import { chooseCast, playScenes } from "./run.mjs";
import { formatTable } from "./table.mjs";

/**
 * Plays every scene with every application and prints a table.
 *
 * @param {import("./apps.mjs").App[]} apps
 * @param {{ print: (text: string) => void, colour: boolean }} output
 * @returns {Promise<number>} the exit code: 1 if a value with proxyFix is wrong
 */
export async function show(apps, { print, colour }) {
  const cast = await chooseCast();
  const parts = [];
  for (const app of apps) {
    parts.push({ heading: `${app.name}  (without: ${app.without})`, outcomes: await playScenes(app, cast) });
  }
  const outcomes = parts.flatMap((part) => part.outcomes);
  const wrong = outcomes.filter((outcome) => !outcome.right).length;
  const played = outcomes.filter((outcome) => outcome.skipped === undefined).length;
  print("\nHow applications see their visitors, over real sockets on loopback: ✓ right, ✗ wrong.\n");
  print(formatTable(parts, { colour }));
  print(
    wrong === 0
      ? `With proxyFix, all ${played} visits were seen as they were.`
      : `WRONG: ${wrong} of ${played} visits.`,
  );
  return wrong === 0 ? 0 : 1;
}
