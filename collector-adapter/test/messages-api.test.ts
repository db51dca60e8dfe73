import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  type ContentMessage,
  type MessagesLine,
} from "@runline/contract";
import { expect, test } from "vitest";
import { callApi, createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { toPending, type TestAttributes } from "./support/test-span.ts";

const say = (role: string, content: string): ContentMessage => ({ role, parts: [{ type: "text", content }] });

const toContent = (input: ContentMessage[], output: ContentMessage[]): TestAttributes => ({
  [ATTR_GEN_AI_INPUT_MESSAGES]: JSON.stringify(input),
  [ATTR_GEN_AI_OUTPUT_MESSAGES]: JSON.stringify(output),
});

async function readMessages(url: string, run: { agentId: string; runId: string }) {
  const lines: MessagesLine[] = [];
  await createClient(url).streamRunMessages(run.agentId, run.runId, { onLine: (line) => lines.push(line) });
  const steps = lines.flatMap((line) => line.steps ?? []);
  return { steps, cut: lines.at(-1)?.cut, bytes: Buffer.byteLength(JSON.stringify(steps)) };
}

describeEachDatabase("messages API", (context) => {
  test("tells what was said in the run, its model calls and its actions, a message that many prompts begin with once", async () => {
    const run = createTestRun();
    const [system, question, answer] = [say("system", "Be brief."), say("user", "Rain?"), say("assistant", "No.")];
    const called = say("assistant", "I look.");
    const root = run.root({ attributes: toContent([question], [answer]) });
    const first = run.modelCall({ from: 10, attributes: toContent([system, question], [called]) });
    const action = run.action("GET_WEATHER", {
      from: 200,
      attributes: {
        [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: '{"city":"Bonn"}',
        [ATTR_GEN_AI_TOOL_CALL_RESULT]: '{"rain":false}',
      },
    });
    const second = run.modelCall({ from: 400, attributes: toContent([system, question, called], [answer]) });
    const bare = run.modelCall({ from: 300 });
    await ingest(context.url, [second, bare, action, first, root, run.embedding(), run.infrastructure("GET")]);

    const { steps, cut } = await readMessages(context.url, run);
    expect(steps.map(({ span, ...said }) => [span.spanId, span.kind, said])).toEqual([
      [root.spanId, "run", { input: [question], output: [answer] }],
      [first.spanId, "model_call", { input: [system, question], output: [called] }],
      [action.spanId, "action", { input: { city: "Bonn" }, output: { rain: false } }],
      [second.spanId, "model_call", { repeated: 2, input: [called], output: [answer] }],
      [bare.spanId, "model_call", {}],
    ]);
    expect(cut).toBeUndefined();
  });

  test("tells of open steps without what they say, and of runs without content all steps", async () => {
    const run = createTestRun();
    const action = run.action("GET_WEATHER");
    await ingest(context.url, [toPending(run.root()), toPending(action)]);
    const { steps } = await readMessages(context.url, run);
    expect(steps.map(({ span, ...said }) => [span.kind, span.state, said])).toEqual([
      ["run", "open", {}],
      ["action", "open", {}],
    ]);
  });

  test("takes from the detail of a call what the call does not say, and tells of the call alone", async () => {
    const trace = createForeignTrace();
    const agent = trace.span("invoke_agent travel", {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "travel",
    });
    const chat = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
    const outer = trace.span("chat gpt-4o", chat, { parent: agent, from: 10, to: 90 });
    const said = toContent([say("user", "Rain?")], [say("assistant", "No.")]);
    const inner = trace.span("chat gpt-4o", { ...chat, ...said }, { parent: outer, from: 20, to: 80 });
    await ingest(context.url, [agent, outer, inner]);
    const run = { agentId: trace.agentIdOf("travel"), runId: trace.runId };
    const { steps } = await readMessages(context.url, run);
    expect(steps.map(({ span, output }) => [span.spanId, output])).toEqual([
      [outer.spanId, [say("assistant", "No.")]],
      [agent.spanId, undefined],
    ]);
  });

  test("tells once what 50 growing prompts say, and cuts what is too much inside, saying so", async () => {
    const run = createTestRun();
    const messages = Array.from({ length: 50 }, (_, index) => say("user", `${index} ${"word ".repeat(4_000)}`));
    const calls = messages.map((_, index) =>
      run.modelCall({
        from: 10 + index,
        attributes: toContent(messages.slice(0, index + 1), [say("assistant", "Go on.")]),
      }),
    );
    await ingest(context.url, [run.root(), ...calls]);
    const { steps, cut, bytes } = await readMessages(context.url, run);
    expect(steps.filter(({ span }) => span.kind === "model_call").map(({ repeated }) => repeated)).toEqual([
      undefined,
      ...messages.slice(1).map((_, index) => index + 1),
    ]);
    expect(cut).toBeUndefined();
    expect(bytes).toBeLessThan(1.2 * JSON.stringify(messages).length);

    const large = createTestRun();
    const long = Array.from({ length: 12 }, (_, index) =>
      large.modelCall({ from: 10 + index, attributes: toContent([say("user", `${index}${"ä".repeat(900_000)}`)], []) }),
    );
    for (const span of [large.root(), ...long]) await ingest(context.url, [span]);
    const told = await readMessages(context.url, large);
    expect(told.steps).toHaveLength(13);
    expect(told.bytes).toBeLessThan(8.5 * 1024 * 1024);
    const withoutContent = told.steps.filter(({ span, input }) => span.kind === "model_call" && input === undefined);
    expect(told.cut).toEqual({ spans: 0, contents: withoutContent.length, shortened: 12 - withoutContent.length });
    expect(told.steps[0]?.input).toMatchObject([{ parts: [{ type: "text", cut: expect.any(Number) }] }]);
  });

  test("tells of a run that is folded on a thread what it tells of others", async () => {
    const run = createTestRun();
    const said = toContent([say("user", "Rain?")], [say("assistant", "No.")]);
    const call = run.modelCall({ from: 10, attributes: said });
    const others = Array.from({ length: 2_100 }, (_, index) => run.infrastructure("GET", { from: index }));
    await ingest(context.url, [run.root(), call, ...others]);
    const { steps } = await readMessages(context.url, run);
    expect(steps.map(({ span, output }) => [span.kind, output])).toEqual([
      ["model_call", [say("assistant", "No.")]],
      ["run", undefined],
    ]);
  });

  test("says that there is no such run", async () => {
    const run = createTestRun();
    const { status, body } = await callApi(context.url, `/api/agents/${run.agentId}/runs/${run.runId}/messages`);
    expect([status, body]).toEqual([
      404,
      { error: { code: "NOT_FOUND", message: `There is no run ${run.runId} of agent ${run.agentId}.` } },
    ]);
  });
});
