import { describe, expect, it } from "vitest";

import { renderChecks } from "../../../src/inspector/view/checks.js";
import { expectSafe, HOSTILE } from "../hostile.js";
import { appendingProxy, reportThrough, VISITOR } from "../observations.js";

/** Lists the lines: the state and the title, with the text. */
function listLines({ text }: { readonly text: string }): readonly string[] {
  return text
    .split("<li>")
    .slice(1)
    .map((line) =>
      line
        .replaceAll(/<[^>]*>/g, " ")
        .replaceAll(/\s+/g, " ")
        .trim(),
    );
}

describe("renderChecks", () => {
  it("lists what was tried, then what was not, with the next step for each", () => {
    const lines = listLines(renderChecks(reportThrough()));
    expect(lines.map((line) => /^(?:done|open): [^.?]*?(?= [A-Z0-9]| The )/.exec(line)?.[0] ?? line)).toHaveLength(7);
    expect(lines[0]).toMatch(/^done: All that a browser can forge 36 requests/);
    expect(lines.filter((line) => line.startsWith("done"))).toHaveLength(3);
    expect(lines).toContain("open: The address is yours Answer the question above.");
    expect(lines.at(-1)).toMatch(/^open: The way around No page can see it/);
  });

  it("has the command that a terminal needs, with the visitor's address", () => {
    const text = listLines(renderChecks(reportThrough({}, { address: VISITOR }))).join("\n");
    expect(text).toContain("npx proxyfix probe &#39;https://app.example.com/inspector&#39; \\ --address 81.2.69.77");
    expect(text).toContain("done: The address is yours You confirmed 81.2.69.77.");
  });

  it("links to the other scheme, with a fragment that survives the redirect", () => {
    expect(renderChecks(reportThrough()).text).toContain('href="http://app.example.com/inspector#scheme-check"');
    const http = {
      url: "http://app.example.com/inspector",
      proxy: (headers: Readonly<Record<string, string>>) => ({
        ...appendingProxy(headers),
        "x-forwarded-proto": "http",
      }),
    };
    expect(renderChecks(reportThrough(http)).text).toContain('href="https://app.example.com/inspector"');
    expect(renderChecks(reportThrough({ url: "https://app.example.com:8443/inspector" })).text).not.toContain("<a ");
    expect(renderChecks(reportThrough(http, { httpEnd: "http" })).text).toContain("it does not lead to https");
    const token = "https://app.example.com/inspector?token=0123456789abcdef";
    expect(renderChecks(reportThrough({ url: token })).text).toContain("The token in it is sent without TLS.");
    expect(renderChecks(reportThrough()).text).not.toContain("without TLS");
  });

  it("leaves the other scheme open if the browser came back over https, which it may have chosen itself", () => {
    const lines = listLines(renderChecks(reportThrough({}, { httpEnd: "https" })));
    expect(lines.find((line) => line.includes("Both schemes"))).toMatch(/^open: .*only a terminal sees/);
  });

  it("is done with who may connect as soon as it is answered", () => {
    const line = (answers: object) =>
      listLines(renderChecks(reportThrough({ peer: "10.0.3.17" }, answers))).find((each) => each.includes("Who may"));
    expect(line({})).toMatch(/^open: Who may connect The proxy came from 10\.0\.3\.17/);
    expect(line({ peers: 2 })).toBe("done: Who may connect You have answered it above.");
  });

  it("warns of the way around a public hop once", () => {
    const proxy = (headers: Readonly<Record<string, string>>) => {
      const arrived = appendingProxy(headers);
      return { ...arrived, "x-forwarded-for": `${arrived["x-forwarded-for"]}, 198.51.100.7` };
    };
    const lines = listLines(renderChecks(reportThrough({ proxy }))).filter((line) => line.includes("way around"));
    expect(lines).toEqual([expect.stringMatching(/^open: The way around the outer proxy 198\.51\.100\.7 stands/)]);
  });

  it("has no way around if there is no proxy", () => {
    const proxy = (headers: Readonly<Record<string, string>>) => headers;
    const { text } = renderChecks(reportThrough({ proxy, peer: VISITOR, url: "http://app.example.com/" }));
    expect(text).not.toContain("way around");
  });

  it.each(HOSTILE)("is safe with %s in the URL and as the address", (_, value) => {
    const url = `https://app.example.com/inspector?token=${encodeURIComponent(value.replace(/\p{Cs}/u, ""))}'"<`;
    expectSafe(renderChecks(reportThrough({ url }, { address: value })));
  });
});
