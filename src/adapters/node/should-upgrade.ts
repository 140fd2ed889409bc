import type { IncomingMessage } from "node:http";

/** The part of a server that decides about upgrades; Node 24 and later have it. */
export interface UpgradingServer {
  shouldUpgradeCallback?: (req: IncomingMessage) => unknown;
}

/**
 * Lets a server's `shouldUpgradeCallback` see resolved requests, also a callback that is assigned later. Node calls it
 * before the server emits any event of the request.
 *
 * @param isAdmitted - resolves a request; returns false if it is refused. Its upgrade is then declined, so that the
 *   refusal can be answered by a response.
 */
export function wrapShouldUpgrade(server: UpgradingServer, isAdmitted: (req: IncomingMessage) => boolean): void {
  if (typeof server.shouldUpgradeCallback !== "function") return;
  let callback = server.shouldUpgradeCallback;
  Object.defineProperty(server, "shouldUpgradeCallback", {
    configurable: true,
    enumerable: true,
    get: () => (req: IncomingMessage) => (isAdmitted(req) ? callback.call(server, req) : false),
    set(value: typeof callback) {
      callback = value;
    },
  });
}
