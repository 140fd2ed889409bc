import { parsePeerIp } from "../../grammar/address.js";
import type { Answers } from "../report/answers.js";

/** What a person did on the page: a control was used, with its value. */
export interface Interaction {
  /** The action of a button or a form, or the name of an input. */
  readonly control: string;
  readonly value: string;
  /** Of a checkbox. */
  readonly checked?: boolean;
}

type Change = (answers: Answers, interaction: Interaction) => Answers | undefined;

/** The change of each control; undefined for a value that is no answer. */
const CHANGES: Readonly<Record<string, Change>> = {
  confirm: setAddress,
  type: setAddress,
  deny: (answers) => ({ ...omit(answers, "address"), isAddressDenied: true }),
  peers: (answers, { value }) => ({ ...answers, peers: Number(value) }),
  framework: (answers, { value }) => ({ ...answers, framework: value }),
  strict: (answers, { checked }) => (checked === true ? { ...answers, strict: true } : omit(answers, "strict")),
  allowedHosts: (answers, { checked, value }) =>
    checked === true ? { ...answers, allowedHosts: splitHosts(value) } : omit(answers, "allowedHosts"),
  hosts: (answers, { value }) => ({ ...answers, allowedHosts: splitHosts(value) }),
};

/**
 * Returns the answers after an interaction.
 *
 * @returns undefined if it changes nothing: an unknown control, or an address that cannot be read
 */
export function changeAnswers(answers: Answers, interaction: Interaction): Answers | undefined {
  const change = Object.hasOwn(CHANGES, interaction.control) ? CHANGES[interaction.control] : undefined;
  return change?.(answers, interaction);
}

function setAddress(answers: Answers, { value }: Interaction): Answers | undefined {
  const address = value.trim();
  return parsePeerIp(address) === undefined ? undefined : { ...answers, address };
}

function splitHosts(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((host) => host !== "");
}

function omit(answers: Answers, name: keyof Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([key]) => key !== name)) as unknown as Answers;
}
