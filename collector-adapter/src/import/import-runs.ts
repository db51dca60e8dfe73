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
import { createKnownRuns, type KnownRuns } from "./known-runs.ts";
import { GIVE_UP_MS, SETTLE_MS } from "./log-timing.ts";

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

/** What a look at the log has shown: the place of its newest row, and the moment of the look, by the database's clock. */
interface Look {
  newestAt: number;
  asOf: number;
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
  const knownRuns = createKnownRuns({ ...options, signal });
  await knownRuns.check();
  const from = await findStart(options, tools, knownRuns);
  const { pass, look } = await withSession(await store.openSession(signal), async (session) => {
    const first = await createPass(session, { options, tools, knownRuns, from });
    return { pass: first, look: await readOn(first, session) };
  });
  if (!options.follow) return finish(pass, look, tools);
  progress.say(`Following ${store.description}; Ctrl-C ends it.`);
  return follow(pass, look.asOf, tools);
}

/**
 * Brings all that the log had at the first look. What elizaOS may still write of the last steps is waited for: until the log
 * has been silent for `SETTLE_MS`, or twice that long when the agent goes on.
 */
async function finish(pass: ImportPass, first: Look, { store, progress, signal }: ImportTools): Promise<void> {
  let look = first;
  for (;;) {
    const settledAt = Math.min(look.newestAt, first.newestAt + SETTLE_MS) + SETTLE_MS;
    if (look.asOf >= settledAt) break;
    if (look === first) progress.say("Waiting a few seconds for what elizaOS may still write of the last steps.");
    await sleep(settledAt - look.asOf, undefined, { signal });
    const { newestAt, asOf } = (await store.hasChanged()) ? await lookAgain(pass, store, signal) : look;
    look = { newestAt, asOf: Math.max(asOf, settledAt) };
  }
  await pass.goOn(look.asOf);
  if (look.newestAt > look.asOf - SETTLE_MS) {
    progress.say("The agent goes on: its latest steps come with the next import.");
  }
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
    ({ asOf } = await lookAgain(pass, store, signal));
    ahead = asOf - startedAt;
    lookAt = Date.now() + PAUSE_PER_LOOK * (Date.now() - startedAt);
  }
}

/** The database may be started anew while nobody looks. */
async function lookAgain(pass: ImportPass, store: LogStore, signal: AbortSignal): Promise<Look> {
  return withSession(await retry(() => store.openSession(signal), signal), (session) => readOn(pass, session));
}

async function readOn(pass: ImportPass, session: LogSession): Promise<Look> {
  const newestAt = await pass.readAll(session);
  return { newestAt, asOf: Math.max(session.asOf, newestAt) }; // the rows may be of a machine whose clock is ahead
}

/** Where the log is to be read from; what was sent before is not sent again. */
async function findStart(options: ImportOptions, tools: ImportTools, knownRuns: KnownRuns): Promise<number> {
  const { stateFile, progress } = tools;
  // Runs of before `since` are needed to tell which of several runs a call belongs to.
  const since = options.since === undefined ? 0 : options.since - GIVE_UP_MS;
  const state = await stateFile.read();
  if (!state) return since;
  if (state.lastRun && !(await knownRuns.has(state.lastRun))) {
    progress.say(`The Runline at ${options.to} does not have what was imported before: beginning anew.`);
    return since;
  }
  progress.say(`Going on at ${new Date(state.position).toISOString()}, where the last import stopped.`);
  return Math.max(state.position, since);
}

interface PassParts {
  options: ImportOptions;
  tools: ImportTools;
  knownRuns: KnownRuns;
  from: number;
}

async function createPass(session: LogSession, parts: PassParts): Promise<ImportPass> {
  const { options, knownRuns, from } = parts;
  const { store, stateFile, progress, totals, signal } = parts.tools;
  const { agentNames, agentId, rows, oldestAt, newestAt } = await inspectSource(
    session,
    store.description,
    options.agent,
  );
  progress.say(`Reading ${store.description}: ${rows.toLocaleString("en-US")} rows in its log.`);
  const begin = Math.max(from, oldestAt);
  const since = performance.now();
  const delivery = createDelivery({ ...options, knownRuns, agentNames, totals, signal });
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
