const warned = new WeakSet();

/**
 * Warns, once for an application, that a framework's own trust setting is set beside proxyFix. The process warning
 * `ProxyFixWarning` contains the advice how to change it.
 */
export function warnFrameworkTrust(app: object, advice: string): void {
  if (warned.has(app)) return;
  warned.add(app);
  process.emitWarning(advice, { type: "ProxyFixWarning", code: "PROXYFIX_FRAMEWORK_TRUST" });
}
