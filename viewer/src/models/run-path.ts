/** Where the page of a run is, and of one of its spans. @example toRunPath({ agentId, runId }) // "/5f1d…/runs/0a4f3c1e-…" */
export function toRunPath({ agentId, runId }: { agentId: string; runId: string }, spanId?: string): string {
  return `/${agentId}/runs/${runId}${spanId === undefined ? "" : `?span=${encodeURIComponent(spanId)}`}`;
}
