import type { RunSummary } from "@runline/contract";

type RunName = Pick<RunSummary, "agentId" | "runId">;

const toApiPath = ({ agentId, runId }: RunName) => `/api/agents/${agentId}/runs/${runId}`;

/** Where a run is as a file. */
export function toExportPath(run: RunName): string {
  return `${toApiPath(run)}/export`;
}

/** The command that asks for a run with its events. A token stays a variable: what is copied gets around. */
export function toCurl(run: RunName, origin: string, needsToken: boolean): string {
  const header = needsToken ? '-H "Authorization: Bearer $RUNLINE_TOKEN" ' : "";
  return `curl -s ${header}'${origin}${toApiPath(run)}'`;
}
