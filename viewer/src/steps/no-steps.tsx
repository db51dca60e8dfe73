import type { AgentSummary } from "@runline/contract";
import { dropFromFilter } from "../models/list-filter.ts";
import { toStepsPath, type StepsFilter } from "../models/steps-filter.ts";
import { KINDS } from "../ui/kinds.ts";

/** What was looked for in vain, and the agents that are known; `undefined` while they are not. */
interface NoStepsProps {
  filter: StepsFilter;
  agents: readonly AgentSummary[] | undefined;
}

/** Says why there is nothing to see, and where there may be. */
export function NoSteps({ filter, agents }: NoStepsProps) {
  if (!agents) return null;
  if (agents.length === 0) {
    return (
      <div class="panel">
        <h2>Nothing was received yet</h2>
        <p>Steps are what an agent does in its runs: actions, model calls, embeddings, evaluators.</p>
        <a href="/">See how to send the first run</a>
      </div>
    );
  }
  const { scope, kind } = filter;
  const isOfAllTimes = scope.range === undefined && scope.from === undefined && scope.to === undefined;
  return (
    <div class="panel">
      <h2>{kind === undefined ? "No step matches" : `No ${KINDS[kind].one} matches`}</h2>
      <p>
        Steps are the actions, model calls, embeddings and evaluators of runs that started in the time that is chosen.
      </p>
      {!isOfAllTimes && (
        <a href={toStepsPath({ kind, scope: dropFromFilter(scope, "range", "from", "to") })}>Look at all times</a>
      )}
      {kind !== undefined && <a href={toStepsPath({ scope })}>Look at all kinds</a>}
      {scope.agentIds && (
        <a href={toStepsPath({ kind, scope: dropFromFilter(scope, "agentIds") })}>Look at all agents</a>
      )}
    </div>
  );
}
