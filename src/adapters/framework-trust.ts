const told = new WeakSet();

/**
 * Tells that a framework's own trust setting stands beside ours, once for an application, as a process warning
 * `ProxyFixWarning`.
 *
 * @param app - the framework's application
 * @param advice - which setting it is, and what to change
 */
export function warnFrameworkTrust(app: object, advice: string): void {
  if (told.has(app)) return;
  told.add(app);
  process.emitWarning(advice, { type: "ProxyFixWarning", code: "PROXYFIX_FRAMEWORK_TRUST" });
}
