import type { Case } from "./cases.js";
import { believedCases } from "./cases-believed.js";
import { connectionCases } from "./cases-connection.js";
import { forgedCases } from "./cases-forged.js";
import { layerCases } from "./cases-layers.js";
import { prefixCases } from "./cases-prefix.js";
import { refusedCases } from "./cases-refused.js";

/** The cases that every framework has to pass. */
export const allCases: readonly Case[] = [
  ...believedCases,
  ...forgedCases,
  ...connectionCases,
  ...prefixCases,
  ...layerCases,
  ...refusedCases,
];
