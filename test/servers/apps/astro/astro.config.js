import node from "@astrojs/node";
import { defineConfig } from "astro/config";

const domain = process.env.ALLOWED_DOMAIN;

export default defineConfig({
  output: "server",
  outDir: process.env.DIST,
  adapter: node({ mode: "standalone" }),
  security: domain === undefined ? {} : { allowedDomains: [{ hostname: domain, protocol: "https" }] },
});
