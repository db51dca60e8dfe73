import { ATTR_AGENT_ID } from "@runline/contract";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Guide" };
const CHAT = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
const TOOL = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" };

describeEachDatabase("names and ids", (context) => {
  test("show a session that only a step names, and a user, as they were sent", async () => {
    const trace = createForeignTrace();
    const agent = trace.span("invoke_agent", { ...AGENT, "user.id": "ada@example.com" }, { to: 500 });
    const chat = trace.span("chat", { ...CHAT, "gen_ai.conversation.id": "s-42" }, { parent: agent });
    await ingest(context.url, [agent, chat]);

    const { summary } = await createClient(context.url).getRun(trace.agentIdOf("Guide"), trace.runId);
    expect(summary.metadata).toMatchObject({ conversationId: "s-42", userId: "ada@example.com" });
    expect(summary.roomId).not.toBe(trace.agentIdOf("Guide"));
    expect(summary.entityId).not.toBe(trace.agentIdOf("Guide"));
  });

  test("tell agents of one name apart by their service, and agents of one service by their name", async () => {
    const [first, second] = [createForeignTrace(), createForeignTrace()];
    await ingest(context.url, [first.span("invoke_agent", AGENT), second.span("invoke_agent", AGENT)]);
    const other = createForeignTrace();
    await ingest(context.url, [
      {
        ...other.span("invoke_agent", { ...AGENT, "gen_ai.agent.name": "Cook" }),
        resource: { "service.name": first.serviceName },
      },
    ]);

    const { agents } = await createClient(context.url).listAgents();
    const ids = [first.agentIdOf("Guide"), second.agentIdOf("Guide"), first.agentIdOf("Cook")];
    expect(
      ids.map((id) => {
        const agent = agents.find(({ agentId }) => agentId === id);
        return [agent?.name, agent?.serviceName, agent?.runs];
      }),
    ).toEqual([
      ["Guide", first.serviceName, 1],
      ["Guide", second.serviceName, 1],
      ["Cook", first.serviceName, 1],
    ]);
  });

  test("take an agent that names its id and no run for the agent of an ordinary run", async () => {
    const trace = createForeignTrace();
    const agentId = randomUUID();
    await ingest(context.url, [trace.span("invoke_agent", { ...AGENT, [ATTR_AGENT_ID]: agentId })]);

    const { summary } = await createClient(context.url).getRun(agentId, trace.runId);
    expect(summary).toMatchObject({ status: "completed", name: "Guide" });
  });

  test("give every action an id of its own, whatever the model called it, and pair its start with its end", async () => {
    const trace = createForeignTrace();
    const agent = trace.span("invoke_agent", AGENT, { to: 900 });
    const calls = [0, 1, 2].map((index) =>
      trace.span("execute_tool", { ...TOOL, "gen_ai.tool.call.id": "search:0" }, { parent: agent, from: index * 100 }),
    );
    const other = createForeignTrace();
    const same = other.span("execute_tool", { ...TOOL, "gen_ai.tool.call.id": "search:0" });
    await ingest(context.url, [agent, ...calls, same]);

    const client = createClient(context.url);
    const { events } = await client.getRun(trace.agentIdOf("Guide"), trace.runId);
    const idsOf = (type: string, all = events) =>
      all.filter((event) => event.type === type).map(({ data }) => data["actionId"]);
    expect(new Set(idsOf("ACTION_STARTED")).size).toBe(3);
    expect(idsOf("ACTION_COMPLETED")).toEqual(idsOf("ACTION_STARTED"));
    const alone = await client.getRun(other.agentId, other.runId);
    expect(idsOf("ACTION_STARTED")).not.toContain(idsOf("ACTION_STARTED", alone.events)[0]);
  });

  test("keep the ids of actions that Runline's instrumentation sends", async () => {
    const run = createTestRun();
    const action = run.action("GET_WEATHER");
    await ingest(context.url, [run.root(), action]);

    const { events } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(events.find(({ type }) => type === "ACTION_STARTED")?.data["actionId"]).toBe(
      action.attributes["gen_ai.tool.call.id"],
    );
  });
});
