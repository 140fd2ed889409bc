import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export default {
  output: process.env.OUTPUT,
  distDir: process.env.DIST,
  outputFileTracingRoot: root,
  turbopack: { root },
};
