/** Headers that contain `on` or `off` instead of a scheme. */
const SWITCHES = ["x-forwarded-ssl", "front-end-https"];

/** The proto in the named header (docs/reference/rules.md#r6-proto); undefined if it fails its grammar. */
export function parseProto(text: string, header: string): "http" | "https" | undefined {
  const schemes = SWITCHES.includes(header)
    ? new Map([
        ["on", "https"],
        ["off", "http"],
      ] as const)
    : new Map([
        ["http", "http"],
        ["https", "https"],
        ["ws", "http"],
        ["wss", "https"],
      ] as const);
  return schemes.get(asciiLowerCase(text) as never);
}

/** Lower case of A to Z only: the Kelvin sign and its like stay, and no scheme contains them. */
function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
