const warned = new WeakSet();

/**
 * Warns that a framework's own trust setting is set beside proxyFix: once for an application, as a process warning
 * `ProxyFixWarning`.
 *
 * @param app - the framework's application
 * @param advice - which setting it is, and how to change it
 */
export function warnFrameworkTrust(app: object, advice: string): void {
  if (warned.has(app)) return;
  warned.add(app);
  process.emitWarning(advice, { type: "ProxyFixWarning", code: "PROXYFIX_FRAMEWORK_TRUST" });
}
