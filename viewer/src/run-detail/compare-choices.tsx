import type { ListAllRunsParams, RunSummary } from "@runline/contract";
import { useLocation } from "preact-iso";
import { formatRoom } from "../format/format-room.ts";
import { formatMoment } from "../format/format-time.ts";
import { useApp } from "../models/app-context.ts";
import { isSameRun, toComparePath } from "../models/compare-path.ts";
import { useListRuns } from "../models/run-queries.ts";

/** The last runs before this one that went well: of its room, of the action that failed or came first, of its agent. */
export function CompareChoices({ run }: { run: RunSummary }) {
  const { clock, listPath, picked } = useApp();
  const { route } = useLocation();
  const room = formatRoom(run);
  const action = toAction(run);
  // The run itself may be among them.
  const earlier: ListAllRunsParams = {
    agentId: [run.agentId],
    status: "completed",
    to: Math.floor(run.startedAt),
    limit: 2,
  };
  const answers = [
    { of: "this room", query: useListRuns({ ...earlier, roomId: run.roomId }, { enabled: room !== undefined }) },
    {
      of: action ?? "",
      query: useListRuns({ ...earlier, ...(action && { action }) }, { enabled: action !== undefined }),
    },
    { of: `this agent`, query: useListRuns(earlier) },
  ];
  const error = answers.map(({ query }) => query.error).find(Boolean);
  const isLoading = answers.some(({ query }) => query.isLoading);
  const choices = new Map<string, { good: RunSummary; of: string[] }>();
  for (const { of, query } of answers) {
    const good = query.data?.runs.find((each) => !isSameRun(each, run));
    if (!good) continue;
    const known = choices.get(good.runId);
    if (known) known.of.push(of);
    else choices.set(good.runId, { good, of: [of] });
  }
  return (
    <div class="compare-choices">
      {error && (
        <p class="error-text" role="alert">
          Other runs could not be loaded: {error.message}
        </p>
      )}
      {isLoading && <output class="muted">Looking for the last good run…</output>}
      {!isLoading && !error && choices.size === 0 && (
        <p class="muted">No run of this agent went well before this one.</p>
      )}
      <ul>
        {[...choices.values()].map(({ good, of }) => (
          <li key={good.runId}>
            <a href={toComparePath(good, run)}>
              <span>Last good run of {of.join(", of ")}</span>
              <span class="muted">
                {formatMoment(good.startedAt, clock.slowNow.value)} {good.message ?? good.actions?.join(", ")}
              </span>
            </a>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="button quiet"
        onClick={() => {
          picked.value = run;
          route(listPath.peek() ?? `/${run.agentId}`);
        }}
      >
        Another run of the list…
      </button>
    </div>
  );
}

/** The innermost action on the way to what failed; of a run that went well its first one. */
function toAction({ cause, actions = [] }: RunSummary): string | undefined {
  return cause?.path.findLast((label) => actions.includes(label)) ?? actions[0];
}
