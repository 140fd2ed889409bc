import type { Markup } from "../view/html.js";
import type { Interaction } from "./change-answers.js";

/**
 * Puts markup into an element. The focus stays on the control of the same id; if it is gone, it moves to the title, so that
 * the keyboard and screen readers go on from the new answer.
 */
export function mountMarkup(element: Element, { text }: Markup): void {
  const { activeElement } = document;
  const id = activeElement !== null && element.contains(activeElement) ? activeElement.id : undefined;
  element.innerHTML = text;
  if (id === undefined) return;
  const next = (id === "" ? null : document.getElementById(id)) ?? document.getElementById("title");
  next?.focus({ preventScroll: next.id !== "title" });
}

/** Calls a function with what a person does on an element: buttons with an action, forms with one, and named inputs. */
export function listen(
  element: HTMLElement,
  onInteraction: (interaction: Interaction, target: HTMLElement) => void,
): void {
  element.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("button[data-action]") : null;
    if (button === null) return;
    onInteraction({ control: button.dataset["action"] ?? "", value: button.dataset["address"] ?? "" }, button);
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const input = event.target.querySelector<HTMLInputElement>("input[type=text]");
    onInteraction({ control: event.target.dataset["action"] ?? "", value: input?.value ?? "" }, event.target);
  });
  element.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.form !== null) return;
    const { name, type, value, checked, dataset } = target;
    const interaction = { control: name, value: dataset["value"] ?? value };
    onInteraction(type === "checkbox" ? { ...interaction, checked } : interaction, target);
  });
}

/**
 * Copies the text of an element, and writes the result onto the button. On plain http there is no clipboard: the older
 * command copies the selection; if that is refused too, the text stays selected for the keyboard.
 */
export async function copyText(element: HTMLElement, button: HTMLElement): Promise<void> {
  const isCopied = (await writeClipboard(element.innerText)) || copySelection(element);
  button.textContent = isCopied ? "Copied" : "Press Ctrl+C";
  setTimeout(() => (button.textContent = "Copy"), 3000);
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    // Undefined on plain http, whatever the types contain.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    await clipboard?.writeText(text);
    return clipboard !== undefined;
  } catch {
    return false;
  }
}

function copySelection(element: HTMLElement): boolean {
  getSelection()?.selectAllChildren(element);
  try {
    // Deprecated, and the only way on plain http.
    // oxlint-disable-next-line typescript/no-deprecated
    return document.execCommand("copy");
  } catch {
    return false;
  }
}
