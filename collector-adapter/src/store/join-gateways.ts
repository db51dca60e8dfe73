import { findCallers, listBareRuns, type RunOfCalls } from "../sql/find-callers.ts";
import { joinCaller } from "./join-caller.ts";
import { settleFolds } from "./settle-folds.ts";
import type { SettlerOptions } from "./settler-options.ts";

/** Caller and gateway send within this time of each other. What was written earlier is no more looked at. */
const ARRIVES_WITHIN_MS = 3_600_000;
const BARE_RUNS = 500;
/** Callers started at most so long before the call, and are among so many of the newest runs. */
const CALLER_LASTS_MS = 86_400_000;
const CALLERS = 10_000;
/** Responses with more callers have no ids: a server that answers for a test gives the same to all. */
const CALLERS_OF_ONE = 4;
/** Clocks are at most so far apart. */
const CLOCKS_APART_MS = 10_000;

/**
 * Puts what gateways tell in traces of their own together with the calls that were made through them, and folds both again. A run without an
 * agent is compared as long as its caller may still come, so that the order of both does not matter.
 *
 * @param hasEnded - whether to give up: what is left is found the next time
 */
export async function joinGateways(
  { database, cache, onCommit }: Omit<SettlerOptions, "logger">,
  hasEnded: () => boolean = () => false,
): Promise<void> {
  const bareRuns = await listBareRuns(database, ARRIVES_WITHIN_MS, BARE_RUNS);
  if (bareRuns.length === 0) return;
  const responses = bareRuns.flatMap((run) => run.responses);
  const callers = await findCallers(database, responses, { ...toRange(bareRuns), limit: CALLERS });
  for (const gateway of bareRuns) {
    for (const { foldKey } of callers.filter((run) => mayHaveMade(run, gateway)).slice(0, CALLERS_OF_ONE)) {
      if (hasEnded()) return;
      const marked = await joinCaller(database, [gateway.foldKey, foldKey]);
      if (marked.length === 0) continue;
      onCommit(await settleFolds(database, cache, marked));
      break;
    }
  }
}

function toRange(runs: readonly RunOfCalls[]): { from: number; to: number } {
  const range = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  for (const { startedAt } of runs) {
    range.from = Math.min(range.from, startedAt - CALLER_LASTS_MS);
    range.to = Math.max(range.to, startedAt + CLOCKS_APART_MS);
  }
  return range;
}

/** Whether a run names all responses of another one, and lasted while these came. */
function mayHaveMade(run: RunOfCalls, { foldKey, responses, startedAt, endedAt }: RunOfCalls): boolean {
  if (run.foldKey === foldKey || !responses.every((response) => run.responses.includes(response))) return false;
  const isBefore = run.endedAt !== null && run.endedAt < startedAt - CLOCKS_APART_MS;
  return !isBefore && run.startedAt - CLOCKS_APART_MS <= (endedAt ?? startedAt);
}
