// Any agent, no Runline package: the official OpenTelemetry SDK and the GenAI attributes are enough.
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { setTimeout as work } from "node:timers/promises";
import { checkReceiver, giveUp } from "./check-receiver.mjs";
import { createStep } from "./create-step.mjs";

await checkReceiver(); // an agent of yours does without: its exporter waits for a receiver that comes late

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ "service.name": "librarian" }), // tells this agent from others
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
const step = createStep(provider.getTracer("any-agent")); // does the work inside a span, which ends with it

const agent = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Librarian" };
const tool = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search_catalogue" };
const model = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o-mini" };

await step("invoke_agent Librarian", { ...agent, "gen_ai.conversation.id": "reading-room" }, async () => {
  await step("execute_tool search_catalogue", tool, () => work(240, ["Moby-Dick", "The Sea-Wolf"]));
  await step("chat gpt-4o-mini", model, async (span) => {
    await work(620);
    span.setAttributes({ "gen_ai.usage.input_tokens": 812, "gen_ai.usage.output_tokens": 96 });
  });
});
await provider.shutdown().catch(giveUp); // sends what is left
process.stdout.write("One run of Librarian is on its way.\n");
