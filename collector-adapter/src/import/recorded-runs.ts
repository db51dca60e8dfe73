import { MAX_RUNS_LIMIT } from "@runline/contract";
import { createRunsClient, RunsApiError } from "@runline/contract/client";
import { ImportError } from "./import-error.ts";
import type { ImportedRun, RunKey } from "./imported-span.ts";
import { retry } from "./retry.ts";
import type { SendTarget } from "./send-traces.ts";

/** Runs whose answer is remembered; further ones are asked about again. */
const MAX_REMEMBERED = 50_000;
/** The plugin takes the start of a run a moment before elizaOS does; a busy process makes the moment long. */
const START_SLACK_MS = 60_000;

/** What Runline knows already. */
export interface RecordedRuns {
  /** Runs asked about so far: those to import, and those that it has recorded itself. */
  readonly counts: { imported: number; recorded: number };
  /** @throws ImportError when nothing answers, or not as a Runline does; one that is just starting is waited for */
  check(): Promise<void>;
  /** Those of the runs that Runline has recorded itself, through the plugin. */
  findRecorded(runs: readonly ImportedRun[]): Promise<ReadonlySet<string>>;
  /** Whether it has the run, recorded or imported. */
  has(run: RunKey): Promise<boolean>;
}

/** Asks the runs API, once for each run. */
export function createRecordedRuns({ to, token, signal }: SendTarget): RecordedRuns {
  const client = createRunsClient({ baseUrl: to, ...(token && { token }) });
  const answers = new Map<string, boolean>();
  const counts = { imported: 0, recorded: 0 };

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

  /** `undefined` when Runline does not have the run. */
  async function isImported(agentId: string, runId: string): Promise<boolean | undefined> {
    try {
      return (await client.getRun(agentId, runId, undefined, { signal })).summary.metadata?.imported === true;
    } catch (error) {
      if (error instanceof RunsApiError && error.code === "NOT_FOUND") return undefined;
      throw error;
    }
  }

  async function listRecorded(agentId: string, runs: readonly ImportedRun[]): Promise<Set<string>> {
    const recorded = new Set<string>();
    const times = runs.filter(({ isStartKnown }) => isStartKnown).map(({ startedAt }) => Math.floor(startedAt));
    const from = Math.max(0, Math.min(...times) - START_SLACK_MS);
    const params = { from, to: Math.max(...times) + START_SLACK_MS, limit: MAX_RUNS_LIMIT };
    for (let cursor: string | undefined, isLast = times.length === 0; !isLast; isLast = cursor === undefined) {
      const page = await ask(() => client.listRuns(agentId, { ...params, ...(cursor && { cursor }) }, { signal }));
      for (const run of page.runs) if (run.metadata?.imported !== true) recorded.add(run.runId);
      cursor = page.nextCursor;
    }
    for (const { runId, isStartKnown } of runs) {
      if (!isStartKnown && (await ask(() => isImported(agentId, runId))) === false) recorded.add(runId);
    }
    return recorded;
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
    async findRecorded(runs) {
      const unknown = new Map<string, ImportedRun[]>();
      for (const run of new Map(runs.map((key) => [key.runId, key])).values()) {
        if (!answers.has(run.runId)) unknown.set(run.agentId, [...(unknown.get(run.agentId) ?? []), run]);
      }
      for (const [agentId, ofAgent] of unknown) {
        const recorded = await listRecorded(agentId, ofAgent);
        for (const { runId } of ofAgent) {
          answers.set(runId, recorded.has(runId));
          counts[recorded.has(runId) ? "recorded" : "imported"] += 1;
        }
      }
      const found = new Set(runs.map(({ runId }) => runId).filter((runId) => answers.get(runId) === true));
      for (const runId of answers.keys()) if (answers.size > MAX_REMEMBERED) answers.delete(runId);
      return found;
    },
    has: async ({ agentId, runId }) => (await ask(() => isImported(agentId, runId))) !== undefined,
  };
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
        ? `What answers at ${to} is no Runline: ${message} Say where Runline is with --to.`
        : `The Runline at ${to} cannot be asked what it has: ${message} When it is well again, give the same command once more.`;
  return new ImportError("RUNLINE_UNREACHABLE", words, options);
}
