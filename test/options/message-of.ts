import { expect } from "vitest";

import { createResolver, ProxyFixOptionsError, type ProxyFixOptions } from "../../src/index.js";

/** Returns the message of the error that options cause, or "no error". */
export function messageOf(options: unknown): string {
  try {
    createResolver(options as ProxyFixOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(ProxyFixOptionsError);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ name: "ProxyFixOptionsError", code: "ERR_PROXYFIX_OPTION" });
    const { option, message } = error as ProxyFixOptionsError;
    expect(message.startsWith(`\`${option}\``)).toBe(true);
    return message;
  }
  return "no error";
}
