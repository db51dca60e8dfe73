import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RunSummary } from "@runline/contract";
import { createRunsClient, type RunsClient } from "@runline/contract/client";
import { cleanEnvironment, startAdapter } from "../../test-support/start-adapter.ts";
import { fillIn, type Recipe } from "../../viewer/src/recipes/recipe.ts";
import { RECIPES } from "../../viewer/src/recipes/recipes.ts";
import { findNode24 } from "../support/find-node-24.ts";
import { createReport, type Report } from "../interop/report.ts";
import { startModelServer } from "./model-server.ts";
import { AGENTS, type RecipeAgent } from "./recipe-agents.ts";

/** Run by the end-to-end tests, with real agents. */
const RUN_ELSEWHERE = "elizaos";

const run = promisify(execFile);
const MARK = /^.*lines of the recipe( -->)?$/;
/** Installing what an agent needs, over a slow line. */
const TIMEOUT_MS = 600_000;
const ARRIVES_WITHIN_MS = 15_000;

/**
 * `npm run test:recipes [ID …]`: each recipe as it stands on the empty page, in a folder of its own: its packages are installed, its lines are put
 * into an agent, which asks a model server on this machine, and what Runline makes of it is looked at. Needs the registries of the
 * languages, Python 3.10 or newer with venv, Go, Maven, and the Node of e2e/node-24, which `npm test` installs; some minutes.
 */
async function main(ids: readonly string[]): Promise<number> {
  const report = createReport();
  const work = await mkdtemp(join(tmpdir(), "runline-recipes-"));
  const [adapter, model] = await Promise.all([startAdapter(join(work, "data")), startModelServer()]);
  try {
    for (const recipe of RECIPES) {
      if (ids.length > 0 ? !ids.includes(recipe.id) : recipe.id === RUN_ELSEWHERE) continue;
      const agent = AGENTS.get(recipe.id);
      if (agent === undefined) throw new Error(`The recipe ${recipe.id} has no agent in recipe-agents.ts.`);
      const folder = join(work, recipe.id);
      await mkdir(folder);
      const env = { ...cleanEnvironment(), OPENAI_BASE_URL: model.url, OPENAI_API_KEY: "none", CI: "1" };
      await tryRecipe(recipe, agent, { folder, env, url: adapter.url, report });
    }
  } finally {
    await adapter.stop();
    model.close();
    await rm(work, { recursive: true, force: true });
  }
  return report.finish();
}

interface Place {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Of Runline. */
  url: string;
  report: Report;
}

async function tryRecipe(recipe: Recipe, agent: RecipeAgent, { folder, env, url, report }: Place): Promise<void> {
  const began = Date.now();
  report.step(`${recipe.language}, ${recipe.framework}`);
  const newNode = agent.needsNewNode === true ? [dirname(getNode24())] : [];
  const shellEnv = { ...env, PATH: [join(folder, ".venv/bin"), ...newNode, env["PATH"]].join(delimiter) };
  // Without its start file, which bash reads where its input is a socket, as here, and which may put another Python in front.
  const shell = (script: string) =>
    run("bash", ["--norc", "-ec", script], {
      cwd: folder,
      env: shellEnv,
      timeout: TIMEOUT_MS,
      maxBuffer: 16 * 1024 * 1024,
    });
  try {
    if (agent.setUp !== undefined) await shell(agent.setUp);
    const lines = recipe.steps.map((step) => ({ ...step, lines: fillIn(step.lines, url) }));
    for (const [path, template] of Object.entries(agent.files)) {
      const blocks = lines.flatMap((step) => (step.file === path ? [step.lines] : []));
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), await putIn(template, blocks));
    }
    const commands = lines.flatMap((step) => (step.file === undefined ? [step.lines] : []));
    await shell([...commands, agent.start ?? ""].join("\n"));
    const runs = await waitForRuns(createRunsClient({ baseUrl: url }), began);
    const found = runs.map(describeRun).join("; ");
    report.check(recipe.id, found === agent.expected, found || "none");
  } catch (error) {
    report.check(
      `${recipe.id}: its lines run`,
      false,
      error instanceof Error ? error.message.slice(-2_000) : String(error),
    );
  }
}

function getNode24(): string {
  const found = findNode24();
  if (found === undefined) throw new Error("There is no Node 24. Install it with: npm ci --prefix e2e/node-24");
  return found;
}

/** The agent with the lines of the recipe at its marks, in their order. */
async function putIn(template: string, blocks: readonly string[]): Promise<string> {
  const source = await readFile(fileURLToPath(new URL(`agents/${template}`, import.meta.url)), "utf8");
  const left = [...blocks];
  const lines = source.split("\n").map((line) => (MARK.test(line) ? (left.shift() ?? line) : line));
  if (left.length > 0) throw new Error(`${template} has no mark for ${left.length} of the recipe's blocks of lines.`);
  return lines.join("\n");
}

async function waitForRuns(client: RunsClient, began: number): Promise<RunSummary[]> {
  const until = Date.now() + ARRIVES_WITHIN_MS;
  for (;;) {
    const { runs } = await client.listAllRuns({ from: began });
    if ((runs.length > 0 && runs.every(({ status }) => status !== "started")) || Date.now() > until) return runs;
    await sleep(200);
  }
}

function describeRun({ status, counts, agentName, name }: RunSummary): string {
  return `${agentName ?? name} ${status}, ${counts.modelCalls} model calls, ${counts.actions} actions`;
}

process.exitCode = await main(process.argv.slice(2));
