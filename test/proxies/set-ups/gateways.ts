import type { Layer } from "../harness/stack.js";

/** A server that passes requests to a gateway program: FastCGI, or CGI. */
export interface GatewaySetUp {
  readonly name: string;
  readonly title: string;
  readonly layers: readonly Layer[];
  /** The program under examples/. */
  readonly example: "fastcgi.mjs" | "cgi.mjs";
  /** The environment of the FastCGI program, as its page shows it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly tls: boolean;
  /** The path under which the server mounts the program. */
  readonly prefix: string;
}

const files = (...names: readonly string[]): string[] => names.map((name) => `gateways/${name}`);

/** FastCGI and CGI through nginx, lighttpd and Apache. */
export const GATEWAYS: readonly GatewaySetUp[] = [
  {
    name: "gateways/nginx-fastcgi",
    title: "nginx, FastCGI at /app over TLS",
    layers: [{ proxy: "nginx", files: files("nginx-fastcgi.conf"), listens: 8443 }],
    example: "fastcgi.mjs",
    environment: {},
    tls: true,
    prefix: "/app",
  },
  {
    name: "gateways/lighttpd-fastcgi",
    title: "lighttpd, FastCGI at /app",
    layers: [{ proxy: "lighttpd", files: files("lighttpd-fastcgi.conf"), listens: 8080 }],
    example: "fastcgi.mjs",
    environment: {},
    tls: false,
    prefix: "/app",
  },
  {
    name: "gateways/lighttpd-fastcgi-root",
    title: "lighttpd, FastCGI at the root",
    layers: [{ proxy: "lighttpd", files: files("lighttpd-fastcgi-root.conf"), listens: 8080 }],
    example: "fastcgi.mjs",
    environment: { SCRIPT_NAME_FIX: "lighttpdRootFix" },
    tls: false,
    prefix: "",
  },
  {
    name: "gateways/lighttpd-cgi",
    title: "lighttpd, CGI at /cgi.mjs",
    layers: [{ proxy: "lighttpd", files: files("lighttpd-cgi.conf"), listens: 8080 }],
    example: "cgi.mjs",
    environment: {},
    tls: false,
    prefix: "/cgi.mjs",
  },
  {
    name: "gateways/apache-fastcgi",
    title: "Apache, FastCGI at /app",
    layers: [{ proxy: "apache", files: files("apache-fastcgi.conf"), listens: 8080 }],
    example: "fastcgi.mjs",
    environment: {},
    tls: false,
    prefix: "/app",
  },
  {
    name: "gateways/apache-cgi",
    title: "Apache, CGI at /app",
    layers: [{ proxy: "apache", files: files("apache-cgi.conf"), listens: 8080 }],
    example: "cgi.mjs",
    environment: {},
    tls: false,
    prefix: "/app",
  },
  {
    name: "gateways/nginx-lighttpd-fastcgi",
    title: "nginx → lighttpd, FastCGI at /app",
    layers: [
      { proxy: "nginx", files: files("front-nginx.conf"), listens: 8080 },
      { proxy: "lighttpd", files: files("behind-lighttpd.conf"), listens: 8081 },
    ],
    example: "fastcgi.mjs",
    environment: { PROXY_FIX: "xFor=1,xProto=1,xHost=1,trustedPeers=loopback" },
    tls: false,
    prefix: "/app",
  },
  {
    name: "gateways/nginx-lighttpd-fastcgi-strict",
    title: "nginx → lighttpd, FastCGI at /app, strict",
    layers: [
      { proxy: "nginx", files: files("front-nginx.conf"), listens: 8080 },
      { proxy: "lighttpd", files: files("behind-lighttpd.conf"), listens: 8081 },
    ],
    example: "fastcgi.mjs",
    environment: { PROXY_FIX: "xFor=1,xProto=1,xHost=1,trustedPeers=loopback,strict=true" },
    tls: false,
    prefix: "/app",
  },
];
