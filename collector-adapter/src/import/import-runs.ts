import { setTimeout as sleep } from "node:timers/promises";
import type { ProgressLine } from "../progress-line.ts";
import { createLogStore } from "./create-log-store.ts";
import { createDelivery } from "./deliver-spans.ts";
import { createImportPass, type ImportPass } from "./import-pass.ts";
import { openStateFile, type StateFile } from "./import-state.ts";
import { formatProgress, type ImportTotals } from "./import-totals.ts";
import { inspectSource } from "./inspect-source.ts";
import type { LogSession, LogStore } from "./log-store.ts";
import type { ImportOptions } from "./parse-import-options.ts";
import { retry } from "./retry.ts";
import { createAgentLogs } from "./create-agent-logs.ts";
import { createRecordedRuns, type RecordedRuns } from "./recorded-runs.ts";
import { GIVE_UP_MS } from "./log-timing.ts";

/** A look at a log without an index reads all of it: a follower spends no more than a tenth of its time on that. */
const PAUSE_PER_LOOK = 9;

/** What an import tells and listens to. */
export interface ImportControls {
  progress: ProgressLine;
  /** Counted up while it goes on. */
  totals: ImportTotals;
  /** Ends it, with an `AbortError`. */
  signal: AbortSignal;
}

interface ImportTools extends ImportControls {
  store: LogStore;
  stateFile: StateFile;
}

/**
 * Imports the runs of an elizaOS database, from where the last import stopped to the end of the log. With `follow` it goes on
 * until the signal ends it.
 *
 * @throws ImportError
 */
export async function importRuns(options: ImportOptions, controls: ImportControls): Promise<void> {
  const { progress, signal } = controls;
  const store = createLogStore(options.from, (line) => progress.say(line));
  const { to, agent = "", since = "", captureContent } = options;
  const identity = [store.description, to, agent, String(since), String(captureContent)];
  const tools: ImportTools = { ...controls, store, stateFile: openStateFile(options.dataDir, identity) };
  const recordedRuns = createRecordedRuns({ ...options, signal });
  await recordedRuns.check();
  const from = await findStart(options, tools, recordedRuns);
  const { pass, asOf } = await withSession(await store.openSession(signal), async (session) => {
    const first = await createPass(session, { options, tools, recordedRuns, from });
    await first.readAll(session);
    return { pass: first, asOf: session.asOf };
  });
  if (!options.follow) return pass.finish(asOf);
  progress.say(`Following ${store.description}; Ctrl-C ends it.`);
  return follow(pass, asOf, tools);
}

/** Looks for new rows until the signal ends it. */
async function follow(pass: ImportPass, firstAsOf: number, { store, signal }: ImportTools): Promise<never> {
  let asOf = firstAsOf;
  let ahead = asOf - Date.now(); // of the database's clock
  let lookAt = Date.now() + store.minPollMs;
  for (;;) {
    await pass.goOn(asOf);
    await sleep(store.minPollMs, undefined, { signal });
    if (Date.now() < lookAt) continue;
    const startedAt = Date.now();
    if (!(await store.hasChanged())) {
      asOf = startedAt + ahead;
      continue;
    }
    // The database may be started anew while nobody looks.
    asOf = await withSession(await retry(() => store.openSession(signal), signal), async (session) => {
      await pass.readAll(session);
      return session.asOf;
    });
    ahead = asOf - startedAt;
    lookAt = Date.now() + PAUSE_PER_LOOK * (Date.now() - startedAt);
  }
}

/** Where the log is to be read from; what was sent before is not sent again. */
async function findStart(options: ImportOptions, tools: ImportTools, recordedRuns: RecordedRuns): Promise<number> {
  const { stateFile, progress } = tools;
  // Runs of before `since` are needed to tell which of several runs a call belongs to.
  const since = options.since === undefined ? 0 : options.since - GIVE_UP_MS;
  const state = await stateFile.read();
  if (!state) return since;
  if (state.lastRun && !(await recordedRuns.has(state.lastRun))) {
    progress.say(`The Runline at ${options.to} does not have what was imported before: beginning anew.`);
    return since;
  }
  progress.say(`Going on at ${new Date(state.position).toISOString()}, where the last import stopped.`);
  return Math.max(state.position, since);
}

interface PassParts {
  options: ImportOptions;
  tools: ImportTools;
  recordedRuns: RecordedRuns;
  from: number;
}

async function createPass(session: LogSession, parts: PassParts): Promise<ImportPass> {
  const { options, recordedRuns, from } = parts;
  const { store, stateFile, progress, totals, signal } = parts.tools;
  const { agentNames, agentId, rows, oldestAt, newestAt } = await inspectSource(
    session,
    store.description,
    options.agent,
  );
  progress.say(`Reading ${store.description}: ${rows.toLocaleString("en-US")} rows in its log.`);
  const begin = Math.max(from, oldestAt);
  const since = performance.now();
  const delivery = createDelivery({ ...options, recordedRuns, agentNames, totals, signal });
  return createImportPass({
    runs: createAgentLogs(agentNames),
    delivery,
    totals,
    from,
    agentId,
    content: options.captureContent,
    async onPage({ position, readTo }) {
      const { lastRun } = delivery;
      await stateFile.write({ position, source: store.description, to: options.to, ...(lastRun && { lastRun }) });
      const share = (readTo - begin) / Math.max(1, newestAt - begin);
      progress.show(() => formatProgress(totals, share, performance.now() - since));
    },
    signal,
  });
}

async function withSession<T>(session: LogSession, work: (session: LogSession) => Promise<T>): Promise<T> {
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
