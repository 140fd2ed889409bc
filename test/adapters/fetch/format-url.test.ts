import { expect, it } from "vitest";
import { formatExternalUrl, formatRoutedUrl } from "../../../src/adapters/fetch/format-url.js";
import { compileAdapter } from "../../../src/headers/compile-adapter.js";
import type { AdapterResolution, Original } from "../../../src/headers/adapter-resolution.js";

const adapter = compileAdapter({ xHost: 1, xPrefix: 1 });
const resolve = (headers: Record<string, string>): AdapterResolution =>
  adapter.resolve({ headers }, {} as Original) as AdapterResolution;

const whole = resolve({
  "x-forwarded-proto": "https",
  "x-forwarded-host": "a.test:8443",
  "x-forwarded-prefix": "/shop",
});

it.each(["/", "/users?a=b", "//evil.test/", "/*"])("the path %s follows the client's origin", (path) => {
  expect(formatRoutedUrl(whole, path)).toBe(`https://a.test:8443${path}`);
  expect(formatExternalUrl(whole, path)).toBe(`https://a.test:8443/shop${path}`);
  expect(new URL(formatExternalUrl(whole, path)).host).toBe("a.test:8443");
});

it("an unknown host becomes a name that no site has", () => {
  const hostless = resolve({ host: "a b" });
  expect(formatRoutedUrl(hostless, "/a")).toBe("http://unknown.invalid/a");
  expect(formatExternalUrl(hostless, "/a")).toBe("http://unknown.invalid/a");
});
