// An agent on Mastra, with Mastra's own telemetry.
import { createOpenAI } from "@ai-sdk/openai";
import { Agent } from "@mastra/core/agent";
import { Mastra } from "@mastra/core/mastra";
import { createTool } from "@mastra/core/tools";
import { Observability } from "@mastra/observability";
import { OtelBridge } from "@mastra/otel-bridge";
import { startTelemetry } from "@runline/instrumentation/node";
import { z } from "zod";
import { askAll, findBook, localModel } from "./librarian.mjs";

// Where the spans of Mastra go: to Runline, also while they are open.
const { runTracer, shutdown } = startTelemetry({
  serviceName: "mastra",
  agent: { agentName: "Library (Mastra)" },
  registerGlobals: true,
});

const openai = createOpenAI({ apiKey: "none", fetch: localModel }); // an agent of yours has a key, and no `fetch`
const librarian = new Agent({
  id: "librarian",
  name: "Librarian",
  instructions: "You find books.",
  model: openai.chat("gpt-4o-mini"),
  tools: {
    find_book: createTool({
      id: "find_book",
      description: "Says on which shelf a book is.",
      inputSchema: z.object({ title: z.string() }),
      execute: findBook,
    }),
  },
});
const observability = new Observability({ configs: { runline: { serviceName: "mastra", bridge: new OtelBridge() } } });
const mastra = new Mastra({ agents: { librarian }, observability, logger: false });

await askAll((question) =>
  // Says which conversation it is, and how the question ended.
  runTracer.withRun({ roomId: "mastra", roomName: "Reading room", input: question }, async (run) => {
    const { text } = await mastra.getAgent("librarian").generate(question);
    run.end({ output: text });
    return text;
  }),
);
await mastra.shutdown();
await shutdown(); // sends what is left
