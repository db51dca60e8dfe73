import { once } from "node:events";
import { expect, it } from "vitest";
import { createRunlinePlugin, runlinePlugin } from "../src/elizaos/index.ts";

// What the plugin does on a real elizaOS runtime is tested in e2e/elizaos.

it("is a plugin by elizaOS's rules", () => {
  expect(runlinePlugin).toMatchObject({ name: "runline", description: expect.any(String), init: expect.any(Function) });
});

it("lets an agent start that it cannot observe, and says why no run shows", async () => {
  const warned = once(process, "warning");
  await createRunlinePlugin().init({}, { agentId: "x" });
  const [warning]: unknown[] = await warned;
  expect(String(warning)).toContain("does not record the runs of this agent: this runtime of elizaOS");
  expect(String(warning)).toContain("lacks character, actions, evaluators, providers, models, createRunId");
  expect(process.listenerCount("SIGTERM")).toBe(0);
});
