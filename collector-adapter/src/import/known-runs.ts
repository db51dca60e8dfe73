import { MAX_RUNS_LIMIT, type RunSummary } from "@runline/contract";
import { createRunsClient, RunsApiError } from "@runline/contract/client";
import { ImportError } from "./import-error.ts";
import type { ImportedRun, RunKey } from "./imported-span.ts";
import { retry } from "./retry.ts";
import type { SendTarget } from "./send-traces.ts";

/** Runs whose answer is remembered; further ones are asked about again. */
const MAX_REMEMBERED = 50_000;
/** The plugin takes the start of a run a moment before elizaOS does; a busy process makes the moment long. */
const START_SLACK_MS = 60_000;

/** What Runline had of a run before this import: nothing, what an earlier import sent, or what it has recorded itself. */
export type Standing = "new" | "imported" | "recorded";

/** What Runline knows already. */
export interface KnownRuns {
  /** Runs asked about so far. */
  readonly counts: Readonly<Record<Standing, number>>;
  /** @throws ImportError when nothing answers, or not as a Runline does; one that is just starting is waited for */
  check(): Promise<void>;
  /** The standing of each of the runs, by its id. */
  findStandings(runs: readonly ImportedRun[]): Promise<ReadonlyMap<string, Standing>>;
  /** Whether it has the run, recorded or imported. */
  has(run: RunKey): Promise<boolean>;
}

/** Asks the runs API, once for each run. */
export function createKnownRuns({ to, token, signal }: SendTarget): KnownRuns {
  const client = createRunsClient({ baseUrl: to, ...(token && { token }) });
  const answers = new Map<string, Standing>();
  const counts = { new: 0, imported: 0, recorded: 0 };

  /** Runline may be started anew while an import goes on. */
  function ask<T>(question: () => Promise<T>): Promise<T> {
    return retry(async () => {
      try {
        return await question();
      } catch (error) {
        throw toImportError(error, to);
      }
    }, signal);
  }

  async function getStanding(agentId: string, runId: string): Promise<Standing> {
    try {
      return toStanding((await client.getRun(agentId, runId, undefined, { signal })).summary);
    } catch (error) {
      if (error instanceof RunsApiError && error.code === "NOT_FOUND") return "new";
      throw error;
    }
  }

  /** Those that Runline has. */
  async function listStandings(agentId: string, runs: readonly ImportedRun[]): Promise<Map<string, Standing>> {
    const found = new Map<string, Standing>();
    const times = runs.filter(({ isStartKnown }) => isStartKnown).map(({ startedAt }) => Math.floor(startedAt));
    const from = Math.max(0, Math.min(...times) - START_SLACK_MS);
    const params = { from, to: Math.max(...times) + START_SLACK_MS, limit: MAX_RUNS_LIMIT };
    for (let cursor: string | undefined, isLast = times.length === 0; !isLast; isLast = cursor === undefined) {
      const page = await ask(() => client.listRuns(agentId, { ...params, ...(cursor && { cursor }) }, { signal }));
      for (const run of page.runs) found.set(run.runId, toStanding(run));
      cursor = page.nextCursor;
    }
    for (const { runId, isStartKnown } of runs) {
      if (!isStartKnown) found.set(runId, await ask(() => getStanding(agentId, runId)));
    }
    return found;
  }

  return {
    counts,
    async check() {
      try {
        await client.listAgents({ signal });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof RunsApiError && error.code === "NETWORK") throw toImportError(error, to);
        await ask(() => client.listAgents({ signal }));
      }
    },
    async findStandings(runs) {
      const unknown = new Map<string, ImportedRun[]>();
      for (const run of new Map(runs.map((key) => [key.runId, key])).values()) {
        if (!answers.has(run.runId)) unknown.set(run.agentId, [...(unknown.get(run.agentId) ?? []), run]);
      }
      for (const [agentId, ofAgent] of unknown) {
        const found = await listStandings(agentId, ofAgent);
        for (const { runId } of ofAgent) {
          const standing = found.get(runId) ?? "new";
          answers.set(runId, standing);
          counts[standing] += 1;
        }
      }
      const standings = new Map(runs.map(({ runId }) => [runId, answers.get(runId) ?? "new"]));
      for (const runId of answers.keys()) if (answers.size > MAX_REMEMBERED) answers.delete(runId);
      return standings;
    },
    has: async ({ agentId, runId }) => (await ask(() => getStanding(agentId, runId))) !== "new",
  };
}

function toStanding({ metadata }: RunSummary): Standing {
  return metadata?.imported === true ? "imported" : "recorded";
}

function toImportError(error: unknown, to: string): unknown {
  if (!(error instanceof RunsApiError)) return error;
  const { code, status, message } = error;
  if (code === "UNAUTHORIZED" || code === "FORBIDDEN") {
    const words = `The Runline at ${to} needs its token. Give the right one with --token or RUNLINE_TOKEN.`;
    return new ImportError("RUNLINE_REFUSED", words, { cause: error });
  }
  const isTemporary = code === "NETWORK" || status === 429 || (status >= 502 && status <= 504);
  const options = { cause: error, retryAfterMs: isTemporary ? 0 : undefined };
  const words =
    code === "NETWORK"
      ? `Nothing answers at ${to}. Start Runline first, or say where it is with --to.`
      : code === "BAD_RESPONSE" && !isTemporary
        ? `What answers at ${to} is not a Runline: ${message} Say where Runline is with --to.`
        : `The Runline at ${to} cannot be asked what it has: ${message} When it is well again, give the same command once more.`;
  return new ImportError("RUNLINE_UNREACHABLE", words, options);
}
