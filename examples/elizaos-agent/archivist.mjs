// A second agent, in a process of its own and without a Runline package: other agents ask it over HTTP. The process that starts this one
// is told its address, and ends it by disconnecting.
import { context, propagation } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as work } from "node:timers/promises";
import { createStep } from "../create-step.mjs";

const DELIVER_AFTER_MS = 500; // a viewer is waiting
const PRICES = { input: 0.15e-6, output: 0.6e-6 }; // US dollars a token
const CATALOGUE = ["The Keeper of the Lamp", "A Century by the Harbour"];

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ "service.name": "archive" }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(), { scheduledDelayMillis: DELIVER_AFTER_MS })],
});
provider.register();
const step = createStep(provider.getTracer("archivist"));

const server = createServer(async (request, response) => {
  const question = await text(request);
  // Below the span of the agent that asks: one trace, two agents.
  const caller = propagation.extract(context.active(), request.headers);
  response.end(await context.with(caller, () => answer(question)));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send({ url: `http://127.0.0.1:${server.address().port}` });

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {}); // Ctrl-C reaches every process of a terminal
await once(process, "disconnect");
server.closeAllConnections();
server.close();
await provider.shutdown();

function answer(question) {
  const agent = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Archivist" };
  const asked = { "gen_ai.conversation.id": "Archive", "gen_ai.input.messages": toMessages("user", question) };
  return step("invoke_agent Archivist", { ...agent, ...asked }, async (span) => {
    const tool = { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search_catalogue" };
    const given = { "gen_ai.tool.call.arguments": JSON.stringify({ subject: "lighthouse" }) };
    const titles = await step("execute_tool search_catalogue", { ...tool, ...given }, () => work(320, CATALOGUE));
    const found = await askModel(`Which of ${titles.join(", ")} answers: ${question}`, titles[0]);
    span.setAttribute("gen_ai.output.messages", toMessages("assistant", found));
    return found;
  });
}

function askModel(prompt, found) {
  const model = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "bookworm-1" };
  return step("chat bookworm-1", { ...model, "gen_ai.input.messages": toMessages("user", prompt) }, async (span) => {
    await work(640);
    const [input, output] = [prompt, found].map((words) => Math.ceil(words.length / 4));
    span.setAttributes({
      "gen_ai.usage.input_tokens": input,
      "gen_ai.usage.output_tokens": output,
      "gen_ai.usage.cost": input * PRICES.input + output * PRICES.output,
      "gen_ai.output.messages": toMessages("assistant", found),
    });
    return found;
  });
}

function toMessages(role, content) {
  return JSON.stringify([{ role, parts: [{ type: "text", content }] }]);
}
