// The settings that a proxy needs beside the documented configuration: log on the standard streams, state in the test's
// own directory, no daemon. The pages omit settings that Debian's own main file contains.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HAS_IPV6 } from "./ports.js";
import type { ProxyName } from "./programs.js";

/** A proxy's configuration files with their replacements, by their documented names. */
export type Files = ReadonlyMap<string, string>;

/** The arguments, and the environment if it needs one, of a proxy in the foreground. */
export interface Frame {
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Writes a proxy's files into a directory and returns the arguments that start it there on a port of loopback. */
export type FrameWriter = (directory: string, files: Files, port: number) => Frame;

const isRoot = process.getuid?.() === 0;

const nginx: FrameWriter = (directory, files) => {
  const main = `${isRoot ? "user root;\n" : ""}daemon off;
worker_processes 1;
pid ${directory}/nginx.pid;
error_log stderr notice;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${directory}/body;
  proxy_temp_path ${directory}/proxy;
  fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
  include ${only(files, directory)};
}
`;
  return { arguments: ["-p", directory, "-e", "stderr", "-c", writeText(directory, "main.conf", main)] };
};

const APACHE_MODULES = [
  ...["mpm_event", "authz_core", "alias", "env", "headers", "rewrite", "setenvif", "socache_shmcb", "ssl", "http2"],
  ...["proxy", "proxy_http", "proxy_wstunnel", "proxy_fcgi", "cgid"],
];

const apache: FrameWriter = (directory, files) => {
  const main = `ServerName proxy.internal
ServerRoot ${directory}
DefaultRuntimeDir ${directory}
PidFile ${directory}/apache.pid
ErrorLog /dev/stderr
LogLevel notice
Mutex file:${directory}
ScriptSock ${directory}/cgi.sock
${APACHE_MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
${isRoot ? "User www-data\nGroup www-data\n" : ""}StartServers 1
ServerLimit 1
ThreadsPerChild 25
MaxRequestWorkers 25
MinSpareThreads 1
MaxSpareThreads 25
Include ${only(files, directory)}
`;
  return { arguments: ["-DFOREGROUND", "-f", writeText(directory, "main.conf", main)] };
};

const haproxy: FrameWriter = (directory, files) => {
  const defaults = `global
  maxconn 256
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
`;
  return {
    arguments: ["-db", "-f", writeText(directory, "defaults.cfg", defaults), "-f", only(files, directory)],
  };
};

const lighttpd: FrameWriter = (directory, files) => {
  const main = `server.document-root = "${directory}"
server.upload-dirs = ( "${directory}" )
include "${only(files, directory)}"
`;
  return { arguments: ["-D", "-f", writeText(directory, "main.conf", main)] };
};

const caddy: FrameWriter = (directory, files) => {
  // In production Caddy fetches certificates by itself; here it has one, and no administration port.
  const main = `{
  admin off
  auto_https off
  default_bind ${HAS_IPV6 ? "127.0.0.1 [::1]" : "127.0.0.1"}
}
import ${only(files, directory)}
`;
  const config = writeText(directory, "Caddyfile.main", main);
  return {
    arguments: ["run", "--adapter", "caddyfile", "--config", config],
    environment: { XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory, HOME: directory },
  };
};

const varnish: FrameWriter = (directory, files, port) => {
  const listeners = ["-a", `127.0.0.1:${port}`, ...(HAS_IPV6 ? ["-a", `[::1]:${port}`] : [])];
  const storage = ["-s", "malloc,16m", "-n", join(directory, "state"), "-j", "none", "-T", "none"];
  return { arguments: ["-F", "-f", only(files, directory), ...listeners, ...storage] };
};

const squid: FrameWriter = (directory, files) => {
  const main = `pid_filename ${directory}/squid.pid
cache_log stdio:/dev/stderr
access_log none
cache_store_log none
coredump_dir ${directory}
visible_hostname squid.internal
shutdown_lifetime 0 seconds
pinger_enable off
netdb_filename none
${isRoot ? "cache_effective_user proxy\n" : ""}include ${only(files, directory)}
`;
  chmodSync(directory, 0o777);
  return { arguments: ["-N", "-d", "1", "-f", writeText(directory, "main.conf", main)] };
};

const trafficserver: FrameWriter = (directory, files) => {
  const folders = ["etc", "run", "log", "cache"].map((name) => join(directory, name));
  for (const folder of folders) mkdirSync(folder);
  for (const [name, text] of files) writeText(join(directory, "etc"), name, text);
  const records = `CONFIG proxy.config.admin.user_id STRING #-1
CONFIG proxy.config.output.logfile.name STRING stderr
CONFIG proxy.config.diags.output.error STRING E
CONFIG proxy.config.exec_thread.autoconfig INT 0
CONFIG proxy.config.exec_thread.limit INT 1
CONFIG proxy.config.http.cache.http INT 0
CONFIG proxy.config.log.logging_enabled INT 0
`;
  const documented = files.get("records.config") ?? "";
  writeText(join(directory, "etc"), "records.config", records + documented);
  writeText(join(directory, "etc"), "ip_allow.yaml", ALLOW_ALL);
  writeText(join(directory, "etc"), "storage.config", `${join(directory, "cache")} 16M\n`);
  return { arguments: [], environment: { TS_RUNROOT: writeText(directory, "runroot.yaml", runroot(directory)) } };
};

const ALLOW_ALL = `ip_allow:
  - apply: in
    ip_addrs: [127.0.0.0/8, ::1]
    action: allow
    methods: ALL
`;

function runroot(directory: string): string {
  return `prefix: /usr
exec_prefix: /usr
bindir: /usr/bin
sbindir: /usr/bin
libdir: /usr/lib
libexecdir: /usr/lib/trafficserver/modules
includedir: /usr/include
datadir: ${directory}/cache
sysconfdir: ${directory}/etc
localstatedir: ${directory}/run
runtimedir: ${directory}/run
logdir: ${directory}/log
cachedir: ${directory}/cache
`;
}

/** The start of each proxy. */
export const FRAMES: Readonly<Record<ProxyName, FrameWriter>> = {
  ...{ nginx, apache, haproxy, lighttpd },
  ...{ caddy, varnish, squid, trafficserver },
};

function only(files: Files, directory: string): string {
  const [[name, text] = []] = files;
  if (files.size !== 1 || name === undefined || text === undefined) throw new Error("expected one configuration file");
  return writeText(directory, name, text);
}

function writeText(directory: string, name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text, { mode: 0o644 });
  return path;
}
