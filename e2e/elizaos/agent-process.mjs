// The agent under test, a process of its own: the example's agent with the Runline plugin and a recorder of the truth.
// Commands come as JSON lines on stdin, answers go as lines "@ {…}" to stdout. OTEL_EXPORTER_OTLP_ENDPOINT is Runline;
// PROBE_PLUGIN is where the plugin is, if not in this workspace; PROBE_HTTP_SPANS makes the agent's HTTP calls spans too:
// through the globals of the "plugin", or of the "host". PROBE_BOOTSTRAP=lean leaves out what slows down an agent with many rooms.
import { ChannelType } from "../../examples/elizaos-agent/node_modules/@elizaos/core/dist/node/index.node.js";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { createConciergePlugin } from "../../examples/elizaos-agent/concierge-plugin.mjs";
import { createAgent } from "../../examples/elizaos-agent/create-agent.mjs";
import { localModelSettings } from "../../examples/elizaos-agent/local-model.mjs";
import { createPause } from "../../examples/elizaos-agent/create-pause.mjs";
import { startWeatherService } from "../../examples/elizaos-agent/weather-service.mjs";
import { agentDatabase } from "../support/agent-database.mjs";
import { leanBootstrap } from "./lean-bootstrap.mjs";
import { createGate } from "./create-gate.mjs";
import { createProbeModel, quietModel, quietModelSettings } from "./probe-models.mjs";
import { createProbePlugin } from "./probe-plugin.mjs";
import { recordTruth } from "./record-truth.mjs";

const { createRunlinePlugin, runlinePlugin } = await import(
  process.env["PROBE_PLUGIN"] ?? "@runline/instrumentation/elizaos"
);
const httpSpanSource = process.env["PROBE_HTTP_SPANS"];
const host = httpSpanSource === "host" ? startHostTelemetry() : undefined;
const httpSpans = new UndiciInstrumentation();
const pause = createPause(0);
const weather = await startWeatherService(pause);
const lines = []; // what the model can answer; grows with every message
const gates = { action: createGate(), evaluator: createGate(), embedding: createGate(), model: createGate() };

const agent = await createAgent({
  name: "Probe",
  ...agentDatabase,
  ...(process.env["PROBE_BOOTSTRAP"] === "lean" && { bootstrap: leanBootstrap }),
  settings: { ...localModelSettings, ...quietModelSettings },
  plugins: [
    createProbeModel(lines, pause, gates),
    quietModel,
    createConciergePlugin({ weatherUrl: weather.url, pause }),
    createProbePlugin(gates),
    httpSpanSource === "plugin" ? createRunlinePlugin({ registerGlobals: true }) : runlinePlugin,
  ],
});
const { runtime } = agent;
const truth = recordTruth(runtime);
const { adapter } = runtime;
const saveMemory = adapter.createMemory.bind(adapter);
adapter.createMemory = async (memory, ...rest) => {
  const id = await saveMemory(memory, ...rest);
  return lines.some(({ says, nameless }) => nameless && says === memory.content.text) ? undefined : id;
};
const writeMemory = adapter.updateMemory.bind(adapter);
adapter.updateMemory = async (...args) => {
  await new Promise((resolve) => setTimeout(resolve, 60)); // a database far away: its time is not the model's
  return writeMemory(...args);
};

const commands = {
  /** One message; answers when the run has settled. */
  async say({ room, guest, line }) {
    lines.push(line);
    const opened = await agent.openRoom(room, guest);
    await prepare(opened, line);
    let chunks = 0;
    const callback = async () => {
      if (line.callbackError) throw new Error(line.callbackError);
      return [];
    };
    const options = {
      ...(line.timeoutMs !== undefined && { timeoutDuration: line.timeoutMs }),
      ...(line.streamed && { onStreamChunk: async () => void chunks++ }),
      ...(line.steps && { useMultiStep: true }),
    };
    try {
      const message = toMessage(opened, line);
      const { responseContent } = await runtime.messageService.handleMessage(runtime, message, callback, options);
      return { text: responseContent?.text, chunks };
    } catch (error) {
      return { chunks, error: error.message };
    }
  },
  /** Answers when so much waits at a gate. */
  async waitAtGate({ gate, count }) {
    await until(() => gates[gate].waiting() >= count);
    return {};
  },
  async openGate({ gate }) {
    gates[gate].open();
    return {};
  },
  /** A model call that no message asked for. */
  async callModel() {
    await runtime.useModel("TEXT_SMALL", { prompt: "What day is it?" });
    return {};
  },
  /** What really happened, once nothing is going on any more. */
  async truth() {
    await until(() => truth.isIdle());
    return { runs: truth.runs, outside: truth.outside };
  },
  /** elizaOS's own log, without the state, which is most of it. */
  async logs() {
    const database = await adapter.getConnection();
    const { rows } = await database.query(
      "select type, entity_id, room_id, body - 'state' as body from logs order by created_at",
    );
    return { rows };
  },
  async stop() {
    await agent.stop();
    await host?.shutdown();
    httpSpans.disable();
    weather.close();
    process.exit(0); // elizaOS leaves timers of up to 30 s behind
  },
};

const input = createInterface({ input: process.stdin });
input.on("line", async (text) => {
  const { id, command, ...args } = JSON.parse(text);
  answer(id, await commands[command](args));
});
answer(0, { agentId: runtime.agentId, node: process.versions.node });

function answer(id, result) {
  process.stdout.write(`@ ${JSON.stringify({ id, result })}\n`);
}

/** Brings about what lets a message be handled otherwise. */
async function prepare({ roomId }, { group, muted = false, off = false }) {
  await runtime.setParticipantUserState(roomId, runtime.agentId, muted ? "MUTED" : null);
  runtime.setSetting("BOOTSTRAP_DEFLLMOFF", String(off));
  // elizaOS asks the model whether to answer in a group; in a room of two it always does.
  if (group) await runtime.updateRoom({ ...(await runtime.getRoom(roomId)), type: ChannelType.GROUP });
}

function toMessage({ roomId, entityId, worldId, guest }, { says, withoutId, sender }) {
  return {
    ...(!withoutId && { id: randomUUID() }),
    entityId: sender === "agent" ? runtime.agentId : entityId,
    agentId: runtime.agentId,
    roomId,
    worldId,
    createdAt: Date.now(),
    content: { text: says, source: "example", channelType: ChannelType.DM },
    metadata: { type: "message", entityName: guest },
  };
}

/** What a host with OpenTelemetry of its own does before it starts its agent. */
function startHostTelemetry() {
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
  provider.register();
  return provider;
}

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
