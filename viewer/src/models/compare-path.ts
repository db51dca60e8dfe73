import { readUuid } from "@runline/contract";

/** What names a run: two agents may claim one id. */
export interface RunName {
  agentId: string;
  runId: string;
}

/**
 * Where two runs are compared, and one of their steps.
 *
 * @example toComparePath(a, b) // "/compare?a=5f1d…/0a4f3c1e-…&b=5f1d…/77b2…"
 */
export function toComparePath(a: RunName, b: RunName, stepId?: string): string {
  const step = stepId === undefined ? "" : `&step=${encodeURIComponent(stepId)}`;
  return `/compare?a=${a.agentId}/${a.runId}&b=${b.agentId}/${b.runId}${step}`;
}

/** Reads the name of a run in the query of that address; `undefined` for anything else. */
export function readRunName(text = ""): RunName | undefined {
  const [agentId, runId, ...rest] = text.split("/").map(readUuid);
  return agentId === undefined || runId === undefined || rest.length > 0 ? undefined : { agentId, runId };
}

/** Reads the name of a run in the address of its page, below whatever base path; `undefined` for any other page. */
export function readRunPath(path: string): RunName | undefined {
  const [, name, run] = /\/([^/]+)\/runs\/([^/?]+)$/.exec(path) ?? [];
  return name === undefined ? undefined : readRunName(`${name}/${run}`);
}

/** Whether both name the same run. */
export function isSameRun(a: RunName, b: RunName): boolean {
  return a.agentId === b.agentId && a.runId === b.runId;
}
