import { readFileSync } from "node:fs";

import { shortenText } from "../text/escape-text.js";
import { UsageError } from "./usage-error.js";

/**
 * Reads a stream to its end.
 *
 * @param limit - the most bytes
 * @throws {UsageError} if it is longer
 */
export async function readInput(stream: AsyncIterable<Uint8Array | string>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length > limit) throw new UsageError(`standard input is longer than ${limit} bytes; send less`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a file.
 *
 * @throws {UsageError} if it cannot be read
 */
export function readTextFile(path: string): string {
  try {
    return decodeText(readFileSync(path));
  } catch (error) {
    throw new UsageError(`${shortenText(path, 60)} cannot be read: ${describeFileError(error)}`);
  }
}

/** Decodes UTF-8, or UTF-16 with its mark, as PowerShell writes it. The mark is removed. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8").decode(bytes);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission is denied",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of its path is no directory",
  EROFS: "the file system is read-only",
};

/** Describes why a file cannot be read or written. */
export function describeFileError(error: unknown): string {
  const { code = "an unknown error" } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? code;
}
