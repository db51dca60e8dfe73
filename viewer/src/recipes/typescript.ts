import { ENDPOINT, toWhere, type Recipe } from "./recipe.ts";

const AUTO = "npm install @opentelemetry/api@1.9.1 @opentelemetry/auto-instrumentations-node@0.81.2";

const START = {
  does: "Start your agent with this in front",
  lines: `export OTEL_NODE_RESOURCE_DETECTORS=env,host
node --require @opentelemetry/auto-instrumentations-node/register agent.mjs`,
};

export const TYPESCRIPT_RECIPES: readonly Recipe[] = [
  {
    id: "typescript-ai-sdk",
    language: "TypeScript",
    framework: "AI SDK 6",
    steps: [
      { does: "Install", lines: AUTO },
      toWhere("librarian"),
      {
        does: "Turn it on in each call, and name your agent",
        file: "agent.mjs",
        lines: `const telemetry = { experimental_telemetry: { isEnabled: true, functionId: "librarian" } };

await generateText({ ...yours, ...telemetry });`,
      },
      START,
    ],
    content:
      "Prompts and answers are sent, too. recordInputs: false and recordOutputs: false beside isEnabled keep them back.",
    runWith: "Node 20.20, ai 6.0.326",
  },
  {
    id: "typescript-ai-sdk-7",
    language: "TypeScript",
    framework: "AI SDK 7",
    steps: [
      { does: "Install", lines: `${AUTO} @ai-sdk/otel@1.0.173` },
      toWhere("librarian"),
      {
        does: "Turn it on, once",
        file: "agent.mjs",
        lines: `import { OpenTelemetry } from "@ai-sdk/otel";
import { registerTelemetry } from "ai";

registerTelemetry(new OpenTelemetry());`,
      },
      {
        does: "Name your agent in each call",
        file: "agent.mjs",
        lines: `await generateText({ ...yours, telemetry: { functionId: "librarian" } });`,
      },
      START,
    ],
    content:
      "Prompts and answers are sent, too. recordInputs: false and recordOutputs: false beside functionId keep them back.",
    runWith: "Node 24.21, ai 7.0.173",
  },
  {
    id: "typescript-mastra",
    language: "TypeScript",
    framework: "Mastra",
    steps: [
      {
        does: "Install",
        lines: `npm install @mastra/observability@1.17.9 @mastra/otel-exporter@1.4.0 \\
  @opentelemetry/exporter-trace-otlp-proto@0.218.0`,
      },
      {
        does: "Say where to send",
        file: "mastra.mjs",
        lines: `import { Observability } from "@mastra/observability";
import { OtelExporter } from "@mastra/otel-exporter";

const endpoint = "${ENDPOINT}/v1/traces";
const exporter = new OtelExporter({ provider: { custom: { endpoint, protocol: "http/protobuf" } } });
const observability = new Observability({ configs: { runline: { serviceName: "librarian", exporters: [exporter] } } });`,
      },
      {
        does: "Hand it to Mastra",
        file: "mastra.mjs",
        lines: "const mastra = new Mastra({ agents: { librarian }, observability });",
      },
      { does: "Start it as usual", lines: "node mastra.mjs" },
    ],
    content: "Prompts and answers are sent, too.",
    runWith: "Node 24.21, @mastra/core 1.71.0",
  },
  {
    id: "typescript-langchain",
    language: "TypeScript",
    framework: "LangChain, LangGraph",
    steps: [
      {
        does: "Install",
        lines: `npm install @opentelemetry/api@1.9.1 @opentelemetry/sdk-node@0.223.0 \\
  @arizeai/openinference-instrumentation-langchain@4.1.1`,
      },
      toWhere("librarian"),
      {
        does: "Put this in front of your agent",
        file: "agent.mjs",
        lines: `import { NodeSDK } from "@opentelemetry/sdk-node";
import { LangChainInstrumentation } from "@arizeai/openinference-instrumentation-langchain";
import * as callbacks from "@langchain/core/callbacks/manager";

const sdk = new NodeSDK();
sdk.start();
new LangChainInstrumentation().manuallyInstrument(callbacks);`,
      },
      { does: "Send what is left at its end", file: "agent.mjs", lines: "await sdk.shutdown();" },
      { does: "Start it as usual", lines: "node agent.mjs" },
    ],
    content:
      "Prompts and answers are sent, too. OPENINFERENCE_HIDE_INPUTS=true and OPENINFERENCE_HIDE_OUTPUTS=true keep them back.",
    runWith: "Node 20.20, langchain 1.5.14",
  },
  {
    id: "typescript-any",
    language: "TypeScript",
    framework: "A loop of your own",
    steps: [
      {
        does: "Install",
        lines: `npm install @opentelemetry/api@1.9.1 @opentelemetry/sdk-trace-node@2.12.1 \\
  @opentelemetry/exporter-trace-otlp-proto@0.223.1`,
      },
      {
        does: "Put one span around each question, and one around each call of a model or a tool",
        file: "agent.mjs",
        lines: `import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const exporter = new OTLPTraceExporter({ url: "${ENDPOINT}/v1/traces" });
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
provider.register();
const tracer = provider.getTracer("librarian");

const step = (name, attributes, work) =>
  tracer.startActiveSpan(name, { attributes }, (span) => work().finally(() => span.end()));

await step("invoke_agent", { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "librarian" }, () =>
  step("chat", { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o-mini" }, callModel),
);
await provider.shutdown();`,
      },
      { does: "Start it as usual", lines: "node agent.mjs" },
    ],
    content: "Nothing of prompts and answers is sent.",
    runWith: "Node 20.20",
  },
];
