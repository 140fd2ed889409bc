/** What some frameworks cannot do. Whatever is listed here and works after all fails the suite. */
export interface Exception {
  readonly subjects: readonly string[];
  readonly titles: readonly string[];
  readonly reason: string;
  /** Its attempt ends the process: it is proved in another one. */
  readonly isFatal?: true;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    subjects: ["Express 4", "Express 5"],
    titles: [
      "reads the authority of HTTP/2 without TLS",
      "writes the believed host and scheme to HTTP/2's own headers",
      "knows the TLS of HTTP/2",
      "tells no host where HTTP/2's authority and Host differ",
      "refuses over HTTP/2",
    ],
    reason: "Express puts its prototypes, which are of HTTP/1, on every request: over HTTP/2 it ends the process",
    isFatal: true,
  },
  {
    subjects: ["Fastify 4", "Fastify 5"],
    titles: ["shows the client at req.socket where that is asked for"],
    reason: "the plugin has no option `socket`",
  },
];

/** Finds why a subject cannot do a case, if so. */
export function findException(subject: string, title: string): Exception | undefined {
  return EXCEPTIONS.find(({ subjects, titles }) => subjects.includes(subject) && titles.includes(title));
}
