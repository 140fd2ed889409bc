import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "./programs.js";

/** Paths of a certificate for app.example.com, of its key, and of both in one file. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  readonly both: string;
}

/** Creates a self-signed certificate in a directory; proxies that run as another user can read it. */
export function createCertificate(directory: string): Certificate {
  const openssl = findProgram("openssl");
  if (openssl === undefined) throw new Error("openssl is not installed; scripts/install-proxies.sh brings it");
  const paths = ["cert.pem", "key.pem", "both.pem"].map((name) => join(directory, name));
  const [certificate, key, both] = paths as [string, string, string];
  const subject = ["-subj", "/CN=app.example.com", "-addext", "subjectAltName=DNS:app.example.com"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync(openssl, ["req", "-x509", ...kind, ...subject, "-keyout", key, "-out", certificate], { stdio: "pipe" });
  writeFileSync(both, readFileSync(certificate, "utf8") + readFileSync(key, "utf8"));
  for (const path of paths) chmodSync(path, 0o644);
  return { certificate, key, both };
}
