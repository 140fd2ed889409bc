import { renderExplanation } from "../view/explanation.js";
import { explainInput, type Input } from "./explain-input.js";
import { mountMarkup } from "./dom.js";

const OPTIONS: readonly string[] = [
  "xFor",
  "xProto",
  "xHost",
  "xPort",
  "xPrefix",
  "forwarded",
  "trustedPeers",
  "trustedProxies",
  "clientAddressHeader",
  "allowedHosts",
];

function readText(id: string): string {
  const field = document.getElementById(id);
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : "";
}

function isChecked(id: string): boolean {
  const field = document.getElementById(id);
  return field instanceof HTMLInputElement && field.checked;
}

function readForm(): Input {
  const texts = OPTIONS.map((name) => [name, readText(name)] as const);
  const options = { ...Object.fromEntries(texts), strict: isChecked("strict") ? "true" : "" };
  return { request: readText("request"), peer: readText("peer"), isEncrypted: isChecked("encrypted"), options };
}

function setText(id: string, text: string): void {
  const element = document.getElementById(id);
  // A live region is announced at every change.
  if (element !== null && element.textContent !== text) element.textContent = text;
}

function show(): void {
  const { variable, explanation, requestFault = "", optionsFault = "" } = explainInput(readForm());
  setText("variable", `PROXY_FIX="${variable}"`);
  setText("request-wrong", requestFault);
  setText("options-wrong", optionsFault);
  const result = document.getElementById("result");
  if (result === null) return;
  // The last result would not be that of the input.
  result.hidden = explanation === undefined;
  if (explanation !== undefined) mountMarkup(result, renderExplanation(explanation));
}

document.addEventListener("input", show);
show();
