// An agent on OpenAI's Agents SDK, with the SDK's own tracing, which OpenInference turns into spans of OpenTelemetry.
import { OpenAIAgentsInstrumentation } from "@arizeai/openinference-instrumentation-openai-agents";
import * as agents from "@openai/agents";
import { startTelemetry } from "@runline/instrumentation/node";
import { OpenAI } from "openai";
import { z } from "zod";
import { askAll, findBook, localModel } from "./librarian.mjs";

// Where these spans go: to Runline, also while they are open.
const { runTracer, shutdown } = startTelemetry({
  serviceName: "openai-agents",
  agent: { agentName: "Library (OpenAI Agents)" },
  registerGlobals: true,
});
new OpenAIAgentsInstrumentation().manuallyInstrument(agents); // in the place of the export to OpenAI

agents.setDefaultOpenAIClient(new OpenAI({ apiKey: "none", fetch: localModel })); // an agent of yours does without
agents.setOpenAIAPI("chat_completions"); // all that the local model speaks
const librarian = new agents.Agent({
  name: "Librarian",
  instructions: "You find books.",
  model: "gpt-4o-mini",
  tools: [
    agents.tool({
      name: "find_book",
      description: "Says on which shelf a book is.",
      parameters: z.object({ title: z.string() }),
      execute: findBook,
    }),
  ],
});

await askAll((question) =>
  // Says which conversation it is, and how the question ended.
  runTracer.withRun({ roomId: "openai-agents", roomName: "Reading room", input: question }, async (run) => {
    const { finalOutput } = await agents.run(librarian, question);
    run.end({ output: finalOutput });
    return finalOutput;
  }),
);
await shutdown(); // sends what is left
