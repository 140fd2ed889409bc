import { escapeText, formatJson } from "../../text/escape-text.js";

/** HTML that is safe to put into a page: only {@link html} and the two functions below it create it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template accepts: text, which is escaped; markup; lists of both; and nothing, which leaves no trace. */
export type Content = string | number | Markup | undefined | false | readonly Content[];

/**
 * Creates markup from a template. Every text in it is escaped: the five characters of HTML, and characters that cannot be
 * seen or that change the direction of text, which become `\u{202e}`.
 *
 * Security: attributes have to stand in double quotes, and no value may stand in a script, a style, or the name of a tag.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const parts = strings.map((part, at) => part + (at < values.length ? renderContent(values[at]) : ""));
  return new Markup(parts.join(""));
}

function renderContent(content: Content | undefined): string {
  if (content === undefined || content === false) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(renderContent).join("");
  return escapeHtml(escapeText(String(content)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Embeds a value as JSON in a `<script>` element: no part of it can end the element, or be invisible. */
export function embedJson(value: unknown): Markup {
  return new Markup(formatJson(value).replaceAll("<", "\\u003c"));
}

/**
 * Embeds a program in a `<script>` element: no part of it can end the element. In a program of tools that minify, `<` stands
 * in front of these words in texts only, which mean the same with the escape.
 *
 * Security: the program runs. It is the package's own, never a value of a request.
 */
export function embedScript(program: string): Markup {
  return new Markup(program.replaceAll(/<(?=\/?script|!--)/gi, "\\x3C"));
}
