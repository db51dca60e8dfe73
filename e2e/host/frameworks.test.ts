import { fileURLToPath } from "node:url";
import type { RunSummary } from "@runline/contract";
import { createRunsClient } from "@runline/contract/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import { cleanEnvironment, type Adapter } from "../../test-support/start-adapter.ts";
import { startProcess, type Process } from "../../test-support/start-process.ts";
import { findWorkspaceCode } from "../../test-support/workspace-code.ts";
import { findNode24 } from "../support/find-node-24.ts";
import { findSpan, readRuns, type ShownRun } from "./support/read-runs.ts";

// The agents of examples/frameworks as they stand, none of which may leave this machine. Each says what became of its three
// questions, and what that took.
const EXAMPLES = [
  { program: "ai-sdk", agent: "Library (AI SDK)" },
  { program: "mastra", agent: "Library (Mastra)" },
  { program: "openai-agents", agent: "Library (OpenAI Agents)" },
];

const root = fileURLToPath(new URL("../..", import.meta.url));
const node24 = findNode24(); // they want Node 22.13

describe.skipIf(node24 === undefined)("agents in other frameworks", () => {
  const children = new Map<string, Process>();
  let adapter: Adapter;

  beforeAll(async () => {
    adapter = await openAdapter();
    const { flags } = await findWorkspaceCode();
    for (const { program, agent } of EXAMPLES) {
      const args = [...flags, "--import", "./e2e/host/loopback-only.mjs", `examples/frameworks/${program}.mjs`];
      // OpenAI's SDK traces nothing where NODE_ENV is "test", as here.
      const env = { ...cleanEnvironment(), NODE_ENV: "production", OTEL_EXPORTER_OTLP_ENDPOINT: adapter.url };
      children.set(agent, startProcess(node24 ?? process.execPath, args, { cwd: root, env }));
    }
  });

  afterAll(async () => {
    await Promise.all([...children.values()].map((child) => child.stop()));
    await adapter.stop();
  });

  it("are seen at work: which tool of which agent a run is in", async () => {
    const client = createRunsClient({ baseUrl: adapter.url });
    const listOpen = async (agent: string): Promise<string[]> => {
      const { runs } = await client.listAllRuns({ status: "started" });
      const run = runs.find(({ metadata }) => metadata?.agentName === agent);
      if (run === undefined) return [];
      const { spans } = await client.getRunSpans(run.agentId, run.runId);
      return spans.filter(({ state }) => state === "open").map(({ label }) => label.toLowerCase());
    };
    // Side by side: one takes longer to load than another to end.
    const looks = EXAMPLES.map(({ agent }) =>
      expect
        .poll(() => listOpen(agent), { timeout: 60_000 })
        .toEqual(expect.arrayContaining(["librarian", "find_book"])),
    );
    await Promise.all(looks);
  });

  describe.each(EXAMPLES)("$agent, once it has ended", ({ agent }) => {
    let runs: ShownRun[];
    let output = "";

    beforeAll(async () => {
      const child = children.get(agent);
      const code = await child?.waitForExit();
      output = child?.output() ?? "";
      if (code !== 0) throw new Error(`${agent} ended with ${code}:\n${output}`);
      const shown = (await readRuns(adapter.url)).filter((each) => each.agent === agent);
      runs = shown.toSorted((a, b) => a.summary.startedAt - b.summary.startedAt);
    });

    it("has said nothing but its answers, and has a run for each with the same end, calls, tools and tokens", () => {
      const answers = output
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line));
      expect(answers).toMatchObject([{ outcome: "completed" }, { outcome: "completed" }, { outcome: "error" }]);
      expect(answers).toMatchObject(runs.map(({ summary }) => toAnswer(summary)));
    });

    it("has a failed tool in the second run, and the reason in the third", () => {
      const [first, second, third] = runs;
      expect(findSpan(first?.spans ?? [], "find_book").state).toBe("ok");
      expect(findSpan(second?.spans ?? [], "find_book").state).toBe("error");
      expect(third?.summary.cause?.text).toMatch(/The answer is longer than 16,384 tokens, [\d.]+ m?s$/);
    });
  });
});

/** A run in the words of the agent. */
function toAnswer({ status, counts, tokens }: RunSummary) {
  return {
    outcome: status,
    modelCalls: counts.modelCalls,
    tools: counts.actions,
    inputTokens: tokens?.input ?? 0,
    outputTokens: tokens?.output ?? 0,
  };
}
