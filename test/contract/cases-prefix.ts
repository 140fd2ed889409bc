import { CLIENT, fix, HOST, type Case } from "./cases.js";

const layers = [fix({ xPrefix: 1 })];
const evil = (prefix: string): Case => ({
  title: `does not believe the prefix ${JSON.stringify(prefix)}`,
  layers,
  target: "/dir",
  lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Prefix", prefix]],
  expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
  headers: { host: "app:3000", "x-forwarded-for": CLIENT },
  forged: ["evil"],
});

/** The path under which the outermost proxy mounts the application. */
export const prefixCases: readonly Case[] = [
  {
    title: "puts the prefix in front of the target",
    layers,
    target: "/users/7?sort=name",
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Prefix", "/shop/"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000", prefix: "/shop" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT, "x-forwarded-prefix": "/shop" },
  },
  {
    title: "puts the prefix in front of a target that begins with two slashes",
    layers,
    target: "//evil.example/",
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Prefix", "/shop"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000", prefix: "/shop" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT, "x-forwarded-prefix": "/shop" },
  },
  {
    title: "leaves an absolute-form target alone",
    layers,
    target: "http://app:3000/users?sort=name",
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Prefix", "/shop"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000", prefix: "/shop" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT, "x-forwarded-prefix": "/shop" },
  },
  {
    title: "adds nothing if the prefix is the root",
    layers,
    target: "/users",
    lines: [HOST, ["X-Forwarded-For", CLIENT], ["X-Forwarded-Prefix", "/"]],
    expected: { clientAddress: CLIENT, proto: "http", host: "app:3000" },
    headers: { host: "app:3000", "x-forwarded-for": CLIENT },
  },
  ...["//evil.example", "/\\evil.example", "https://evil.example", "/a/%2e%2e/evil", "/a/../evil", "evil"].map(evil),
];
