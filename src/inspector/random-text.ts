/**
 * Creates a text that nobody can guess: 128 bits, as 32 hexadecimal digits. A nonce and a token need no escape then.
 *
 * Not by `crypto.randomUUID`, which browsers have in secure contexts only, and which has fewer bits.
 */
export function createRandomText(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
