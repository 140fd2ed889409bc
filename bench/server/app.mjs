// A server in a process of its own: node bench/server/app.mjs <framework> <variant>
import { frameworks } from "./frameworks.mjs";

/** @import { Variant } from "./frameworks.mjs" */

const [name = "", variant] = process.argv.slice(2);
const framework = frameworks[name];
if (framework === undefined) throw new Error(`no framework is called "${name}"`);
const server = await framework.build(/** @type {Variant} */ (variant));

server.listen(0, "127.0.0.1", () => {
  process.send?.({ address: server.address() });
});

// The time that this process has worked, in microseconds: the load has the other core to itself, and does not count.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ worked: user + system });
});
process.on("disconnect", () => process.exit());
