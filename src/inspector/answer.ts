/** An answer, whichever framework sends it. */
export interface InspectorAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The headers of every answer: no cache keeps it, no site embeds or indexes it, and a browser takes it for nothing else
 * than its type. A link away from the page does not contain its URL, which may contain the token.
 */
const SAFE_HEADERS: InspectorAnswer["headers"] = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
};

/** Creates an answer of a media type, which nothing but the code with the nonce may run in. */
export function createAnswer(type: string, body: string, nonce?: string): InspectorAnswer {
  const headers = {
    ...SAFE_HEADERS,
    "content-type": `${type}; charset=utf-8`,
    "content-security-policy": formatPolicy(nonce),
    // The same URL has two answers.
    vary: "Accept",
  };
  return { status: 200, headers, body };
}

/** Formats the Content-Security-Policy. A page visits itself, so that it may connect to its own origin. */
function formatPolicy(nonce: string | undefined): string {
  const own =
    nonce === undefined ? [] : [`script-src 'nonce-${nonce}'`, `style-src 'nonce-${nonce}'`, "connect-src 'self'"];
  return ["default-src 'none'", ...own, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join("; ");
}

/** The answer if the inspector is off, or the token is wrong, and there is no application behind it. */
export const NOT_FOUND: InspectorAnswer = {
  status: 404,
  headers: { ...SAFE_HEADERS, "content-type": "text/plain; charset=utf-8" },
  body: "Not Found\n",
};
