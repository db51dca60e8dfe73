import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ATTR_ATTRIBUTION } from "@runline/contract";
import type { RunDetail } from "@runline/contract";
import { createRunsClient, type RunsClient } from "@runline/contract/client";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { copyElizaDatabase, type ElizaDatabase } from "../../test-support/copy-eliza-database.ts";
import { openAdapter } from "../../test-support/open-adapter.ts";
import { readWholeSpans, type WholeSpan } from "../../test-support/read-whole-spans.ts";
import { cleanEnvironment, type Adapter } from "../../test-support/start-adapter.ts";
import { startProcess, type Process } from "../../test-support/start-process.ts";
import { findWorkspaceCode, QUICK_START } from "../../test-support/workspace-code.ts";
import { toComparable, toLoggedOutline } from "./logged-outline.ts";
import { toReportedOutline, type Outline } from "./outline.ts";
import type { TrueRun, TrueStep } from "./start-agent.ts";
import { startImportAgent, type ImportAgent, type Told } from "./start-import-agent.ts";

// A real agent without Runline talks to itself, in a database of its own that stays open. What is imported from it is compared
// with what really happened, as far as elizaOS logs it: it has no rows of composed states, context providers, model calls that failed
// and evaluators that threw, and does not say which calls an evaluator made.
const root = fileURLToPath(new URL("../..", import.meta.url));
const TOGETHER = ["Wait, then a table.", "A ticket, then wait.", "Be quick."];
const RIVALS = ["First!", "No, me!"];
const UNLOGGED = "Tell me.";

interface Imported {
  run: TrueRun;
  detail: RunDetail;
  spans: WholeSpan[];
}

let home: string;
/** What `--from` is: a directory, or the address of a Postgres. */
let database: string;
let agent: ImportAgent;
let adapter: Adapter;
let client: RunsClient;
let told: Told;

describe.each(["pglite", "postgres"] as const)("an import of an agent's database in %s", (engine) => {
  let source: ElizaDatabase;
  let sumBefore: string;
  let output: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "runline-import-e2e-"));
    await mkdir(join(home, "tmp"));
    source = await copyElizaDatabase(engine);
    database = source.place;
    agent = startImportAgent(database);
    adapter = await openAdapter({ engine: "pglite" }); // whose directory the import keeps its place in, as it does by default
    client = createRunsClient({ baseUrl: adapter.url });
    told = await agent.waitForTruth();
    sumBefore = await checksum();
    output = await importAll(adapter);
  });

  afterAll(async () => {
    await agent.kill9();
    await adapter.stop();
    await source.drop();
    await rm(home, { recursive: true, force: true });
  });

  it("changes nothing in it, while the agent has it open", async () => {
    expect(await checksum()).toBe(sumBefore);
  });

  it("has every run once and says how many", async () => {
    const { runs, total } = await client.listRuns(told.agentId, { limit: 100 });
    expect(runs.map(({ runId }) => runId).sort()).toEqual(told.runs.map(({ runId }) => runId).sort());
    expect(total).toBe(told.runs.length);
    expect(output).toContain(`${told.runs.length} new runs with `);
    expect(runs.every(({ metadata }) => metadata?.imported)).toBe(true);
  });

  it("tells of each run that was alone what really happened in it", async () => {
    const alone = told.runs.filter(({ says }) => ![...TOGETHER, ...RIVALS, UNLOGGED].includes(says));
    expect(alone.length).toBeGreaterThan(15);
    for (const run of alone) {
      const { detail, spans } = await getImported(run);
      expect.soft(toComparable(toReportedOutline(detail, spans)), run.says).toEqual(toLoggedOutline(run));
      expect.soft(spans.filter(isDoubtful), run.says).toEqual([]);
    }
  });

  it("takes an action for failed whose answer could not be delivered: elizaOS logs no end of it, nor of its plan", async () => {
    const [run] = findRuns([UNLOGGED]);
    if (!run) throw new Error(`Nobody said "${UNLOGGED}"`);
    const { detail, spans } = await getImported(run);
    expect(detail.summary).toMatchObject({ status: "error", metadata: { error: "the channel is closed" } });
    const action = spans.find(({ kind }) => kind === "action");
    expect(action).toMatchObject({ label: "REPLY", state: "error", error: "the channel is closed" });
  });

  it("gives overlapping runs their own plans, actions and evaluators", async () => {
    const together = findRuns([...TOGETHER, ...RIVALS]);
    expect(together.length).toBeGreaterThan(1);
    for (const run of together) {
      const { detail, spans } = await getImported(run);
      const withoutCalls = ({ steps, counts: { actions, evaluators }, ...rest }: Outline) => ({
        ...rest,
        counts: { actions, evaluators },
        steps: steps.filter((step) => !step.includes("model_call")),
      });
      const reported = withoutCalls(toComparable(toReportedOutline(detail, spans)));
      expect.soft(reported, run.says).toEqual(withoutCalls(toLoggedOutline(run)));
    }
  });

  it("marks every model call of overlapping runs that may be another run's: one that is not marked, if any, is where it belongs", async () => {
    const imported = await Promise.all(findRuns([...TOGETHER, ...RIVALS]).map(getImported));
    const calls = imported.flatMap(({ run, spans }) =>
      spans.filter(({ kind }) => kind === "model_call").map((span) => ({ run, span })),
    );
    const trueCalls = imported.flatMap(({ run }) => run.steps.filter(({ kind }) => kind === "model_call"));
    expect(calls).toHaveLength(trueCalls.length);
    expect(calls.some(({ span }) => isDoubtful(span))).toBe(true);
    for (const { run, span } of calls.filter((call) => !isDoubtful(call.span))) {
      const isTrue = run.steps.some((step) => step.kind === "model_call" && isDuring(span, step));
      expect.soft(isTrue, `${span.label} of ${run.says}`).toBe(true);
    }
  });

  it("is the same when it is done again, or was killed in between", async () => {
    const before = await readAll(adapter);
    const killed = await startImport(adapter, ["--data-dir", join(home, "again")]);
    await killed.waitForLine(/^Reading /m);
    await killed.stop("SIGKILL");
    const again = await importAll(adapter, ["--data-dir", join(home, "again")]);
    expect(again).toContain("No new runs, from ");
    expect(again).toContain(`${told.runs.length} runs from an earlier import`);
    expect(await readAll(adapter)).toEqual(before);
  });

  // What content an import takes has to do with the rows alone, and they are the same in both.
  it.runIf(engine === "postgres")("with content has messages, prompts, answers and results", async () => {
    const second = await openAdapter({ engine: "pglite" });
    try {
      await importAll(second, ["--capture-content"]);
      const other = createRunsClient({ baseUrl: second.url });
      const [run] = findRuns(["Table and ticket, please."]);
      const spans = await readWholeSpans(other, told.agentId, run?.runId ?? "");
      const find = (kind: string, label: string) => spans.find((span) => span.kind === kind && span.label === label);
      expect(JSON.stringify(find("run", "Probe")?.input)).toContain("Table and ticket, please.");
      expect(JSON.stringify(find("action", "BOOK_TABLE")?.output)).toContain("Table 4 at 19:30");
      expect(JSON.stringify(find("model_call", "TEXT_LARGE")?.input)).toContain("You are Probe");
      expect(JSON.stringify(find("model_call", "TEXT_LARGE")?.output)).toContain("BOOK_TABLE");
    } finally {
      await second.stop();
    }
  });

  // A follower looks for a tenth of its time, and a look that copies and opens a directory takes 10 s on a busy machine.
  it("that follows shows a run made afterwards, and ends with Ctrl-C", { timeout: 300_000 }, async () => {
    const following = await startImport(adapter, ["--follow"]);
    await following.waitForLine(/^Following /m);
    const more = await agent.say("And once more.");
    const run = more.runs.find(({ says }) => says === "And once more.");
    if (!run) throw new Error("The agent did not say it.");
    await vi.waitFor(
      async () => {
        const { summary } = await client.getRun(more.agentId, run.runId);
        expect(summary).toMatchObject({ status: "completed", counts: { actions: 2 } });
      },
      { timeout: 240_000, interval: 500 },
    );
    expect(await following.stop("SIGINT")).toBe(0);
    expect(readdirSync(join(home, "tmp")).filter((name) => name.startsWith("runline"))).toEqual([]);
  });
});

async function startImport(to: Adapter, args: readonly string[] = []): Promise<Process> {
  const code = await findWorkspaceCode();
  const options = ["--from", database, "--to", to.url, "--data-dir", to.dataDir, ...args];
  return startProcess(process.execPath, [QUICK_START, ...code.flags, code.adapter, "import", ...options], {
    cwd: root,
    env: { ...cleanEnvironment(), TMPDIR: join(home, "tmp") },
  });
}

async function importAll(to: Adapter, args: readonly string[] = []): Promise<string> {
  const importer = await startImport(to, args);
  const code = await importer.waitForExit();
  if (code !== 0) throw new Error(`The import ended with ${code}:\n${importer.output()}`);
  return importer.output();
}

/** Of all files of the directory; in Postgres, whose files are its own business, of the log. */
async function checksum(): Promise<string> {
  if (database.startsWith("postgres:")) {
    const postgres = new Client(database);
    await postgres.connect();
    const { rows } = await postgres.query("select md5(string_agg(logs::text, ',' order by id)) as sum from logs");
    await postgres.end();
    return rows[0].sum;
  }
  const hash = createHash("sha256");
  const files = readdirSync(database, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
    hash.update(path).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function findRuns(says: readonly string[]): TrueRun[] {
  return told.runs.filter((run) => says.includes(run.says));
}

async function getImported(run: TrueRun): Promise<Imported> {
  const detail = await client.getRun(told.agentId, run.runId);
  const spans = await readWholeSpans(client, told.agentId, run.runId);
  return { run, detail, spans };
}

async function readAll(from: Adapter): Promise<unknown> {
  const api = createRunsClient({ baseUrl: from.url });
  const { runs } = await api.listRuns(told.agentId, { limit: 100 });
  return Promise.all(runs.map(({ runId }) => api.getRun(told.agentId, runId)));
}

function isDoubtful({ attributes }: WholeSpan): boolean {
  return attributes[ATTR_ATTRIBUTION] === "low";
}

/** Whether the span may be the step; elizaOS cuts times to whole ms. */
function isDuring(span: WholeSpan, { began, ended }: TrueStep): boolean {
  return span.startedAt >= (began[0] ?? 0) - 1 && (span.endedAt ?? 0) <= (ended[1] ?? Number.POSITIVE_INFINITY) + 1;
}
