export { ProxyFixOptionsError, ProxyFixRefusal } from "./errors.js";
export type { ProxyFixErrorCode, RefusalStatus } from "./errors.js";
export type { ClientAddressHeader, HeaderNames, ProxyFixOptions, Trust } from "./options.js";
export type { Issue, IssueReason, RequestFacts, RequestHeaders, Resolution } from "./resolution.js";
