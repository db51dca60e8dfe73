import type { Database } from "../database/database.ts";
import { findCallers, listBareRuns, type RunOfCalls } from "../sql/find-callers.ts";
import { listFolds } from "../sql/list-folds.ts";
import type { InTurn } from "./background-work.ts";
import { joinCaller } from "./join-caller.ts";
import { settleFolds } from "./settle-folds.ts";
import type { SettlerOptions } from "./settler-options.ts";

/** Caller and gateway send within this time of each other; what was written earlier stays as it is. */
const ARRIVES_WITHIN_MS = 3_600_000;
const BARE_RUNS = 500;
/** Callers started at most so long before the call, and are among so many of the newest runs. */
const CALLER_LASTS_MS = 86_400_000;
const CALLERS = 10_000;
/** Runs that a response is of: a caller and the gateways behind it. A server that answers for a test gives the same to all. */
const RUNS_OF_RESPONSE = 5;

/**
 * Puts what gateways tell in traces of their own together with the calls that were made through them, and folds both again. A run without an
 * agent is compared as long as its caller may still come, so that the order of both does not matter. A pair that turned out to be none is
 * tried again when one of its folds has changed: what the last pass refused is remembered, 2,000 pairs at most.
 *
 * @returns a function that does a pass: the reading, then each pair, in turn
 */
export function createGatewayPass({
  database,
  cache,
  onCommit,
}: Omit<SettlerOptions, "logger">): (inTurn: InTurn) => Promise<void> {
  let refusedBefore = new Set<string>();

  async function join(foldKeys: Pair["foldKeys"]): Promise<boolean> {
    const marked = await joinCaller(database, foldKeys);
    if (marked.length > 0) onCommit(await settleFolds(database, cache, marked));
    return marked.length > 0;
  }

  return async (inTurn) => {
    const refused = new Set<string>();
    for (const pairs of await inTurn(() => listPairs(database))) {
      for (const { foldKeys, name } of pairs) {
        const isRefused = refused.has(name) || refusedBefore.has(name);
        if (!isRefused && (await inTurn(() => join(foldKeys)))) break;
        refused.add(name);
      }
    }
    refusedBefore = refused;
  };
}

/** A gateway and a run that may have made its calls. */
interface Pair {
  foldKeys: [gateway: string, caller: string];
  /** The keys with the versions of their folds, the same for both orders: which of the two is the gateway, the fold says. */
  name: string;
}

/** The pairs of each gateway. */
async function listPairs(database: Database): Promise<Pair[][]> {
  const bareRuns = await listBareRuns(database, ARRIVES_WITHIN_MS, BARE_RUNS);
  if (bareRuns.length === 0) return [];
  const byResponse = new Map(bareRuns.flatMap((run) => run.responses).map((response): Group => [response, []]));
  const callers = await findCallers(database, [...byResponse.keys()], { ...toRange(bareRuns), limit: CALLERS });
  for (const caller of callers) for (const response of caller.responses) byResponse.get(response)?.push(caller);
  const found = bareRuns.map((gateway) =>
    findCallersOf(gateway, byResponse).map(({ foldKey }): Pair["foldKeys"] => [gateway.foldKey, foldKey]),
  );
  const folds = await listFolds(database, [...new Set(found.flat(2))]);
  const versions = new Map(folds.map(({ foldKey, version }) => [foldKey, `${foldKey} ${version}`]));
  const toName = (foldKeys: Pair["foldKeys"]) =>
    foldKeys
      .toSorted()
      .map((key) => versions.get(key))
      .join(" ");
  return found.map((pairs) => pairs.map((foldKeys) => ({ foldKeys, name: toName(foldKeys) })));
}

type Group = [response: string, runs: RunOfCalls[]];

function toRange(runs: readonly RunOfCalls[]): { from: number; to: number } {
  const range = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  for (const run of runs) {
    range.from = Math.min(range.from, run.startedAt - CALLER_LASTS_MS);
    range.to = Math.max(range.to, run.endedAt ?? run.startedAt);
  }
  return range;
}

/** The runs that name all responses of another one and went on while it did, the nearest first. */
function findCallersOf(gateway: RunOfCalls, byResponse: ReadonlyMap<string, readonly RunOfCalls[]>): RunOfCalls[] {
  const named = gateway.responses.map((response) => byResponse.get(response) ?? []);
  if (named.some((runs) => runs.length > RUNS_OF_RESPONSE)) return [];
  const [first = [], ...others] = named;
  const toGap = (run: RunOfCalls) => Math.abs(run.startedAt - gateway.startedAt);
  return first
    .filter((run) => run.foldKey !== gateway.foldKey && wentOnWith(run, gateway))
    .filter((run) => others.every((runs) => runs.includes(run)))
    .toSorted((a, b) => toGap(a) - toGap(b));
}

function wentOnWith(run: RunOfCalls, { startedAt, endedAt }: RunOfCalls): boolean {
  return run.startedAt <= (endedAt ?? startedAt) && startedAt <= (run.endedAt ?? Number.POSITIVE_INFINITY);
}
