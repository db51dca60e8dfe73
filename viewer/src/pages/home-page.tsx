import { lazy, useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { useListAgents } from "../models/run-queries.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";

const FirstRunGuide = lazy(() => import("../run-list/first-run-guide.tsx").then((module) => module.FirstRunGuide));

/** There is no live stream before there is an agent, so the first one is waited for by asking. */
const POLL_MS = 1_000;

/** Goes to the agent seen last; without one says how to send the first run, and goes there when it comes. */
export function HomePage() {
  const { route } = useLocation();
  const { data, error, refetch } = useListAgents({ pollMs: POLL_MS });
  const agentId = data?.agents[0]?.agentId;
  useEffect(() => {
    if (agentId !== undefined) route(`/${agentId}`, true);
  }, [agentId]);

  if (error) {
    return (
      <div class="page">
        <ErrorPanel title="Runline cannot be reached" error={error} onRetry={refetch} />
      </div>
    );
  }
  return data && agentId === undefined ? <FirstRunGuide /> : null;
}
