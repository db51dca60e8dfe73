import { describe, expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { useServer } from "./support/use-server.ts";

const MOST = 1024;
const LONG = "x".repeat(100_000);

describe("names and ids as long as a book", () => {
  const context = useServer("postgres");

  test("are cut where lists show them, and the message of an error is whole in the run's events", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const agent = trace.span(
      "agent",
      { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": LONG, "gen_ai.conversation.id": LONG },
      { error: LONG },
    );
    const call = trace.span("chat", { "gen_ai.operation.name": "chat", "gen_ai.request.model": LONG });
    await ingest(context.url, [agent, call]);

    const { agents } = await client.listAgents();
    const agentId = agents[0]?.agentId ?? "";
    const { runs } = await client.listRuns(agentId);
    const { agentName, conversationId, error } = runs[0]?.metadata ?? {};
    for (const text of [agents[0]?.name, agentName, conversationId, error]) {
      expect(text).toBe(`${LONG.slice(0, MOST - 1)}…`);
    }
    const { events } = await client.getRun(agentId, trace.runId);
    expect(events.find(({ type }) => type === "MODEL_USED")?.data["model"]).toHaveLength(MOST);
    expect(events.find(({ type }) => type === "RUN_ENDED")?.data["error"]).toBe(LONG);
  });
});
