import { MAX_RUNS_LIMIT } from "@runline/contract";
import { createRunsClient, RunsApiError } from "@runline/contract/client";
import { ImportError } from "./import-error.ts";
import type { RunKey } from "./imported-span.ts";

/** Runs whose answer is remembered; further ones are asked about again. */
const MAX_REMEMBERED = 50_000;

/** What Runline knows already. */
export interface RecordedRuns {
  /** Runs asked about so far: those to import, and those that it has recorded itself. */
  readonly counts: { imported: number; recorded: number };
  /** @throws ImportError when Runline cannot be asked */
  check(): Promise<void>;
  /** Those of the runs that Runline has recorded itself, through the plugin. */
  findRecorded(runs: readonly RunKey[], signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** Whether it has the run, recorded or imported. */
  has(run: Pick<RunKey, "agentId" | "runId">): Promise<boolean>;
}

/** Asks the runs API, once for each run. */
export function createRecordedRuns(to: string, token: string | undefined): RecordedRuns {
  const client = createRunsClient({ baseUrl: to, ...(token && { token }) });
  const answers = new Map<string, boolean>();
  const counts = { imported: 0, recorded: 0 };

  async function askAbout(agentId: string, runs: readonly RunKey[], signal: AbortSignal): Promise<void> {
    const times = runs.map(({ startedAt }) => Math.floor(startedAt));
    // Runline's start of a run may be off by the fraction of a ms that this one lacks.
    const params = { from: Math.max(0, Math.min(...times) - 1), to: Math.max(...times) + 1, limit: MAX_RUNS_LIMIT };
    const recorded = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await client.listRuns(agentId, { ...params, ...(cursor && { cursor }) }, { signal });
      for (const run of page.runs) if (run.metadata?.imported !== true) recorded.add(run.runId);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    for (const { runId } of runs) {
      answers.set(runId, recorded.has(runId));
      counts[recorded.has(runId) ? "recorded" : "imported"] += 1;
    }
  }

  return {
    counts,
    async check() {
      try {
        await client.listAgents();
      } catch (error) {
        throw toImportError(error, to);
      }
    },
    async findRecorded(runs, signal) {
      const unknown = new Map<string, RunKey[]>();
      for (const run of new Map(runs.map((key) => [key.runId, key])).values()) {
        if (!answers.has(run.runId)) unknown.set(run.agentId, [...(unknown.get(run.agentId) ?? []), run]);
      }
      try {
        for (const [agentId, ofAgent] of unknown) await askAbout(agentId, ofAgent, signal);
      } catch (error) {
        signal.throwIfAborted();
        throw toImportError(error, to);
      }
      const found = new Set(runs.map(({ runId }) => runId).filter((runId) => answers.get(runId) === true));
      for (const runId of answers.keys()) if (answers.size > MAX_REMEMBERED) answers.delete(runId);
      return found;
    },
    async has({ agentId, runId }) {
      try {
        await client.getRun(agentId, runId);
        return true;
      } catch (error) {
        if (error instanceof RunsApiError && error.code === "NOT_FOUND") return false;
        throw toImportError(error, to);
      }
    },
  };
}

function toImportError(error: unknown, to: string): unknown {
  if (!(error instanceof RunsApiError)) return error;
  const options = { cause: error };
  switch (error.code) {
    case "NETWORK":
      return new ImportError(
        "RUNLINE_UNREACHABLE",
        `Nothing answers at ${to}. Start Runline first, or say where it is with --to.`,
        options,
      );
    case "UNAUTHORIZED":
    case "FORBIDDEN":
      return new ImportError(
        "RUNLINE_REFUSED",
        `The Runline at ${to} needs its token. Give the right one with --token or RUNLINE_TOKEN.`,
        options,
      );
    case "BAD_RESPONSE":
      return new ImportError("RUNLINE_UNREACHABLE", `What answers at ${to} is no Runline: ${error.message}`, options);
    default:
      return new ImportError(
        "RUNLINE_UNREACHABLE",
        `The Runline at ${to} cannot be asked what it has: ${error.message}`,
        options,
      );
  }
}
