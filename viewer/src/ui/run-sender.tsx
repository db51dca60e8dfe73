import type { RunSummary } from "@runline/contract";

/** Who a run is for and through what they wrote. A dash when that is not known: the API then gives the id of the agent. */
export function RunSender({ run, agentId }: { run: RunSummary; agentId: string }) {
  const { entityName, userId, source } = run.metadata ?? {};
  const name = entityName ?? userId ?? (run.entityId === agentId ? undefined : run.entityId.slice(0, 8));
  if (name === undefined && source === undefined) return <span class="muted">–</span>;
  return (
    <>
      {name}
      {source && (
        <span class="muted">
          {name !== undefined && " · "}
          {source}
        </span>
      )}
    </>
  );
}
