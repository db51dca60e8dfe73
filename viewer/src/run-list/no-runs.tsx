import { useRoute } from "preact-iso";
import type { AgentSummary } from "@runline/contract";
import { FirstRunGuide } from "../first-run/first-run-guide.tsx";
import { toAgentNames } from "../format/format-agent.ts";
import { LeftOutNote } from "./left-out-note.tsx";
import { listLeftOut } from "./list-left-out.ts";

/** An agent without runs: where those of the others are, or how to send the first of all. Shows nothing before it is known. */
export function NoRuns({ agents }: { agents: readonly AgentSummary[] | undefined }) {
  const { query } = useRoute();
  if (!agents) return null;
  if (agents.length === 0) return <FirstRunGuide />;
  const names = toAgentNames(agents);
  return (
    <>
      <LeftOutNote leftOut={listLeftOut(query)} />
      <div class="panel">
        <h1>No runs of this agent</h1>
        <p>Nothing has been heard of an agent with this id, or its runs were deleted. There are runs of:</p>
        <ul>
          {agents.map((agent) => (
            <li key={agent.agentId}>
              <a href={`/${agent.agentId}`}>{names.get(agent.agentId)}</a>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
