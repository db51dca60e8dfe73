import type { ContentFormat } from "../content/create-content-format.ts";
import type { PriceTable } from "../types.ts";
import type { StepStarter } from "./start-step.ts";

/** Whose steps they are. */
export interface AgentIdentity {
  agentId: string | undefined;
  agentName: string | undefined;
}

/** What starting a step of any kind needs. */
export interface StepKit extends StepStarter {
  agent: AgentIdentity;
  content: ContentFormat;
  prices: PriceTable;
}
