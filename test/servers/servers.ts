import packages from "./package.json" with { type: "json" };

/** A server of test/servers/apps that is started without proxyFix and with it. */
export interface ServerSpec {
  /** The name in the table. */
  readonly title: string;
  /** The folder under apps. */
  readonly app: string;
  /** The arguments of node. */
  readonly command: readonly string[];
  /** The arguments with proxyFix, if the program then calls it itself; otherwise register is loaded. */
  readonly ownCommand?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The way to load register; the default is `--import proxyfix/register`. */
  readonly loads?: "by name" | "by path" | "by NODE_OPTIONS";
  /** The default is the JSON of /facts. */
  readonly facts?: FactsSource;
  /** The default is /form, URL-encoded. */
  readonly form?: FormTarget;
  /** Whether the framework itself refuses a form of another origin. */
  readonly checksForms?: boolean;
  /** The page of docs/recipes and the command on it, if it is not `node <command>`. */
  readonly page?: string;
  readonly shown?: string;
}

/** The page that answers the facts, and the place of the facts in its JSON. */
export interface FactsSource {
  readonly path: string;
  readonly keys: readonly string[];
}

/** The page that takes a form, and the encoding of the form. */
export interface FormTarget {
  readonly path: string;
  readonly encoding: "urlencoded" | "multipart" | "graphql";
  /** The page whose hidden fields belong to the form. */
  readonly page?: string;
}

function majorOf(name: keyof typeof packages.dependencies): string {
  return /(\d+)\.\d+\.\d+/.exec(packages.dependencies[name])?.[1] ?? "";
}

const NEXT_FORM: FormTarget = { path: "/", encoding: "multipart", page: "/" };

const NEXT: readonly ServerSpec[] = [
  {
    title: `Next ${majorOf("next")}, standalone`,
    app: "next",
    command: [".next-standalone/standalone/apps/next/server.js"],
    page: "next.md",
    shown: ".next/standalone/server.js",
    form: NEXT_FORM,
    checksForms: true,
  },
  {
    title: `Next ${majorOf("next")}, \`next start\``,
    app: "next",
    command: ["../../node_modules/next/dist/bin/next", "start"],
    loads: "by NODE_OPTIONS",
    page: "next.md",
    shown: "npx next start",
    form: NEXT_FORM,
    checksForms: true,
  },
  {
    title: `Next ${majorOf("next")}, own server`,
    app: "next",
    command: ["server.js"],
    ownCommand: ["server-with-proxyfix.js"],
    page: "next.md",
    form: NEXT_FORM,
    checksForms: true,
  },
];

const SVELTEKIT: readonly ServerSpec[] = [
  {
    title: `SvelteKit ${majorOf("@sveltejs/kit")}`,
    app: "sveltekit",
    command: ["build"],
    page: "sveltekit.md",
    checksForms: true,
  },
  {
    title: `SvelteKit ${majorOf("@sveltejs/kit")}, header settings`,
    app: "sveltekit",
    command: ["build"],
    environment: {
      ADDRESS_HEADER: "x-forwarded-for",
      PROTOCOL_HEADER: "x-forwarded-proto",
      HOST_HEADER: "x-forwarded-host",
    },
    checksForms: true,
  },
  {
    title: `SvelteKit ${majorOf("@sveltejs/kit")}, own server`,
    app: "sveltekit",
    command: ["server.js"],
    ownCommand: ["server-with-proxyfix.js"],
    page: "sveltekit.md",
    checksForms: true,
  },
];

const OTHER_SITES: readonly ServerSpec[] = [
  {
    title: `Nuxt ${majorOf("nuxt")}, \`xForwardedFor\``,
    app: "nuxt",
    command: [".output/server/index.mjs"],
    page: "nuxt.md",
  },
  {
    title: `Nuxt ${majorOf("nuxt")}, \`xForwardedFor\`, by path`,
    app: "nuxt/.output",
    command: ["server/index.mjs"],
    loads: "by path",
  },
  {
    title: `Astro ${majorOf("astro")}`,
    app: "astro",
    command: ["dist/server/entry.mjs"],
    page: "astro.md",
    checksForms: true,
  },
  {
    title: `Astro ${majorOf("astro")}, \`allowedDomains\``,
    app: "astro",
    command: [".domains/server/entry.mjs"],
    checksForms: true,
  },
  {
    title: `React Router ${majorOf("react-router")}`,
    app: "react-router",
    command: ["../../node_modules/@react-router/serve/bin.cjs", "build/server/index.js"],
    loads: "by NODE_OPTIONS",
    page: "react-router.md",
    shown: "npx react-router-serve build/server/index.js",
    checksForms: true,
  },
];

const APIS: readonly ServerSpec[] = [
  { title: `Nest ${majorOf("@nestjs/core")} on Express`, app: "nest", command: ["express.js"] },
  { title: `Nest ${majorOf("@nestjs/core")} on Fastify`, app: "nest", command: ["fastify.js"] },
  { title: `Hono ${majorOf("hono")}`, app: "hono", command: ["server.js"], page: "hono.md", checksForms: true },
  { title: `h3 ${majorOf("h3v1")}, \`xForwardedFor\``, app: "h3v1", command: ["server.js"], page: "h3.md" },
  { title: `h3 ${majorOf("h3")}`, app: "h3", command: ["server.js"], page: "h3.md" },
  {
    title: `h3 ${majorOf("h3")}, \`trustProxy: true\``,
    app: "h3",
    command: ["server.js"],
    environment: { TRUST: "all" },
  },
  {
    title: `graphql-yoga ${majorOf("graphql-yoga")}`,
    app: "yoga",
    command: ["server.js"],
    page: "graphql-yoga.md",
    facts: { path: `/graphql?query=${encodeURIComponent("{address origin}")}`, keys: ["data"] },
    form: { path: "/graphql", encoding: "graphql" },
  },
  {
    title: `tRPC ${majorOf("@trpc/server")}, standalone`,
    app: "trpc",
    command: ["server.js"],
    page: "trpc.md",
    facts: { path: "/facts", keys: ["result", "data"] },
    form: { path: "/form", encoding: "multipart" },
  },
];

const TRUSTING: readonly ServerSpec[] = [
  { title: `Express ${majorOf("express")}, \`trust proxy\` true`, app: "express", command: ["server.js"] },
  { title: `Koa ${majorOf("koa")}, \`proxy\` true`, app: "koa", command: ["server.js"] },
  { title: `Fastify ${majorOf("fastify")}, \`trustProxy\` true`, app: "fastify", command: ["server.js"] },
];

/** The servers, in the order of the tables. */
export const SERVERS: readonly ServerSpec[] = [...NEXT, ...SVELTEKIT, ...OTHER_SITES, ...APIS, ...TRUSTING];
