// An agent on Vercel's AI SDK 7, with the SDK's own telemetry.
import { createOpenAI } from "@ai-sdk/openai";
import { OpenTelemetry } from "@ai-sdk/otel";
import { startTelemetry } from "@runline/instrumentation/node";
import { generateText, isStepCount, registerTelemetry, tool } from "ai";
import { z } from "zod";
import { askAll, findBook, localModel } from "./librarian.mjs";

// Where the spans of the AI SDK go: to Runline, also while they are open.
const { runTracer, shutdown } = startTelemetry({
  serviceName: "ai-sdk",
  agent: { agentName: "Library (AI SDK)" },
  registerGlobals: true,
});
registerTelemetry(new OpenTelemetry());

const openai = createOpenAI({ apiKey: "none", fetch: localModel }); // an agent of yours has a key, and no `fetch`
const librarian = {
  model: openai.chat("gpt-4o-mini"),
  tools: {
    find_book: tool({
      description: "Says on which shelf a book is.",
      inputSchema: z.object({ title: z.string() }),
      execute: findBook,
    }),
  },
  stopWhen: isStepCount(3),
  telemetry: { functionId: "Librarian" },
};

await askAll((question) =>
  // Says which conversation it is, and how the question ended.
  runTracer.withRun({ roomId: "ai-sdk", roomName: "Reading room", input: question }, async (run) => {
    const { text } = await generateText({ ...librarian, prompt: question });
    run.end({ output: text });
    return text;
  }),
);
await shutdown(); // sends what is left
