// @ts-check
// npm run demo             shows how applications see their visitors, without and with proxyFix
// npm run demo -- --serve  keeps the applications running, for curl or a browser
import { apps } from "./apps.mjs";
import { serve } from "./serve.mjs";
import { show } from "./show.mjs";

if (process.argv.includes("--serve")) {
  await serve(apps);
} else {
  const colour = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  process.exitCode = await show(apps, { print: console.log, colour });
}
