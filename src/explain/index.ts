export { explain } from "./explain.js";
export type {
  ConnectionSource,
  CountOption,
  CountOutcome,
  ExplainedChain,
  ExplainedFact,
  ExplainedRefusal,
  ExplainedResolution,
  Explanation,
  ForgeableCode,
  ForgeableFacts,
  Gate,
  HeaderSource,
  Hop,
  HopReason,
  Obstacle,
} from "./explanation.js";
export type { Fact } from "../resolution.js";
