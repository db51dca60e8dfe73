// A host with an HTTP server in front of its agents (HOST_AGENTS), as one writes it who has OpenTelemetry already: it is
// started with `node --import` of node-sdk.mjs, instrumentations.mjs or nothing. HOST_PLUGIN says how the plugin is added.
//   POST /say     says something and answers when the run is over
//   POST /queue   leaves it to a worker, which knows the sender from a CONSUMER span of its own that links to it
//                 (`as`: "consumer"), or from the message ("metadata"); answers when that run is over
//   POST /stop
import { SpanKind, context, propagation, trace } from "@opentelemetry/api";
import { createRunlinePlugin, runlinePlugin } from "@runline/instrumentation/elizaos";
import { randomUUID } from "node:crypto";
import { EventEmitter, on, once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { createAgent } from "../../examples/elizaos-agent/create-agent.mjs";
import { createLocalModel } from "../../examples/elizaos-agent/local-model.mjs";
import { agentDatabase } from "../support/agent-database.mjs";
import { createInn } from "./inn-plugin.mjs";

const { HOST_PRELOAD, HOST_PLUGIN, HOST_AGENTS, HOST_DATABASE_URL, HOST_SERVICE_URL } = process.env;
const plugins = {
  found: () => runlinePlugin,
  given: () => createRunlinePlugin({ tracerProvider: trace.getTracerProvider() }),
  own: () => createRunlinePlugin({ tracerProvider: "own" }),
  globals: () => createRunlinePlugin({ registerGlobals: true }),
};
const runline = plugins[HOST_PLUGIN]();

const lines = []; // what the model can answer; grows with every message
const inn = createInn({ databaseUrl: HOST_DATABASE_URL, serviceUrl: HOST_SERVICE_URL, say });
const model = createLocalModel(lines, async () => {});
const agents = new Map();
for (const name of HOST_AGENTS.split(",")) {
  agents.set(name, await createAgent({ name, ...agentDatabase, plugins: [model, inn.plugin, runline] }));
}

async function say(name, room, { text, plan = "REPLY", traceparent }) {
  const { runtime, openRoom } = agents.get(name);
  lines.push({ says: text, plan, answer: "Yes." });
  const { roomId, worldId, entityId } = await openRoom(room, "Ada");
  const message = {
    id: randomUUID(),
    entityId,
    agentId: runtime.agentId,
    roomId,
    worldId,
    createdAt: Date.now(),
    content: { text, source: "inn", channelType: "DM" },
    metadata: { type: "message", entityName: "Ada", ...(traceparent && { traceparent }) },
  };
  await runtime.messageService.handleMessage(runtime, message, async () => []);
}

const queue = new EventEmitter();
async function work() {
  const tracer = trace.getTracer("inn");
  for await (const [{ as, headers, name, room, line }] of on(queue, "job")) {
    if (as === "metadata") await say(name, room, { ...line, traceparent: headers.traceparent });
    else {
      const sender = trace.getSpanContext(propagation.extract(context.active(), headers));
      const options = { kind: SpanKind.CONSUMER, links: [{ context: sender }] };
      await tracer.startActiveSpan("process message", options, async (span) => {
        await say(name, room, line);
        span.end();
      });
    }
    queue.emit("done");
  }
}
void work();

const routes = {
  async "/say"({ name, room, line }) {
    await say(name, room, line);
    await inn.endRun();
  },
  async "/queue"(job, { traceparent }) {
    const headers = { traceparent }; // of a client that asks for it, should there be no span here
    propagation.inject(context.active(), headers);
    const done = once(queue, "done");
    queue.emit("job", { ...job, headers });
    await done;
  },
  async "/stop"() {
    for (const { runtime } of agents.values()) await runtime.stop();
    await inn.close();
  },
};

// A connection that is closed by its server just when a client sends on it again costs a busy machine that request.
const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
  try {
    await routes[request.url](await json(request), request.headers);
  } catch (error) {
    response.statusCode = 500;
    process.stderr.write(`${error.stack}\n`);
  }
  response.end();
  if (request.url === "/stop") response.on("close", () => void exit());
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`The inn is open: ${server.address().port}\n`));

async function exit() {
  if (HOST_PRELOAD === "node-sdk") await (await import("./node-sdk.mjs")).sdk.shutdown();
  process.exit(0); // elizaOS leaves timers of up to 30 s behind
}
