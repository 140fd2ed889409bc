import type { Socket } from "node:net";

/** An answer as it was received. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Formats a request with exactly these header lines. */
export function formatRequest(lines: readonly HeaderLine[], target = "/", version = "1.1", method = "GET"): string {
  return `${method} ${target} HTTP/${version}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

/** A header line; name and value are sent byte for byte. */
export type HeaderLine = readonly [name: string, value: string];

/** A connection that reads answers one after another. Closed by the caller. */
export class Wire {
  readonly #socket: Socket;
  #received = "";
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.#received += text;
      this.#wake();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  send(bytes: string): void {
    this.#socket.write(bytes, "latin1");
  }

  /**
   * Reads the next answer.
   *
   * @throws {Error} if the connection ends before it
   */
  async receive(): Promise<Answer> {
    for (;;) {
      const [answer, length] = parseAnswer(this.#received, this.#isClosed) ?? [];
      if (answer !== undefined) {
        this.#received = this.#received.slice(length);
        return answer;
      }
      if (this.#isClosed) throw new Error(`the connection was closed after ${JSON.stringify(this.#received)}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Sends requests in one pipeline and reads their answers. */
  async exchangeAll(requests: readonly string[]): Promise<Answer[]> {
    this.send(requests.join(""));
    const answers: Answer[] = [];
    while (answers.length < requests.length) answers.push(await this.receive());
    return answers;
  }

  /** Sends a request and reads its answer. */
  exchange(bytes: string): Promise<Answer> {
    this.send(bytes);
    return this.receive();
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Parses the first answer of text, and its length; undefined if it is incomplete. */
export function parseAnswer(text: string, isClosed: boolean): [Answer, number] | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const status = Number(first.split(" ")[1]);
  const found = readBody(text.slice(end + 4), headers, status, isClosed);
  return found && [{ status, headers, body: found[0] }, end + 4 + found[1]];
}

/** Reads a body and its length on the wire; undefined if it is incomplete. */
function readBody(
  rest: string,
  headers: Readonly<Record<string, string>>,
  status: number,
  isClosed: boolean,
): [string, number] | undefined {
  if (status === 101) return ["", 0];
  if (headers["transfer-encoding"] === "chunked") return readChunks(rest);
  const length = headers["content-length"] === undefined ? undefined : Number(headers["content-length"]);
  if (length === undefined) return isClosed ? [rest, rest.length] : undefined;
  return rest.length < length ? undefined : [rest.slice(0, length), length];
}

function readChunks(rest: string): [string, number] | undefined {
  let body = "";
  for (let at = 0; ;) {
    const line = rest.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(rest.slice(at, line), 16);
    const end = line + 2 + size + 2;
    if (rest.length < end) return undefined;
    body += rest.slice(line + 2, end - 2);
    if (size === 0) return [body, end];
    at = end;
  }
}
