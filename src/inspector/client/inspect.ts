import type { Observation } from "../../recommend/index.js";
import type { Answers } from "../report/answers.js";
import { createReport } from "../report/report.js";
import { renderProgress } from "../view/progress.js";
import { renderReport } from "../view/report.js";
import { changeAnswers } from "./change-answers.js";
import { copyText, listen, mountMarkup } from "./dom.js";
import { sendProbes } from "./send-probes.js";

/** The fragment of a link to the other scheme: it survives a redirect, so that the page learns of it without any state. */
const SCHEME_CHECK = "#scheme-check";

/**
 * Visits the page itself, shows the report, and shows it again after each answer.
 *
 * @param main - the element that the report replaces
 * @param status - shows the progress
 */
export async function inspect(main: HTMLElement, status: HTMLElement, { href, hash }: Location): Promise<void> {
  const url = href.slice(0, href.length - hash.length).replace(/#$/, "");
  const isSchemeCheck = hash === SCHEME_CHECK;
  const isSecure = url.startsWith("https:");
  const observations = await sendProbes(
    url,
    (target, init) => fetch(target, init),
    (done, all) => showProgress(status, done, all),
  );
  const httpEnd = isSecure ? "https" : "http";
  showReport(main, url, observations, { framework: "express", ...(isSchemeCheck && { httpEnd }) });
}

/** The text is announced once, and the bar moves in silence. */
function showProgress(status: HTMLElement, done: number, all: number): void {
  const bar = status.querySelector("progress");
  if (bar === null) mountMarkup(status, renderProgress(done, all));
  else bar.value = done;
}

function showReport(main: HTMLElement, url: string, observed: readonly Observation[], first: Answers): void {
  let answers = first;
  const show = (): void => mountMarkup(main, renderReport(createReport(url, observed, answers)));
  listen(main, (interaction, target) => {
    const copied = document.getElementById(target.dataset["copies"] ?? "");
    if (copied !== null) {
      void copyText(copied, target);
      return;
    }
    const changed = changeAnswers(answers, interaction);
    if (changed === undefined) {
      const wrong = document.getElementById("address-wrong");
      if (wrong !== null) wrong.textContent = "Write an IP address, such as 203.0.113.9 or 2001:db8::1.";
      return;
    }
    answers = changed;
    show();
  });
  show();
  document.title = `proxyfix inspector: ${document.getElementById("title")?.textContent ?? ""}`;
}
