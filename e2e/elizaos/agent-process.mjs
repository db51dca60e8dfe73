// The agent under test, a process of its own: the example's agent with the Runline plugin and a recorder of the truth.
// OTEL_EXPORTER_OTLP_ENDPOINT is Runline; PROBE_PLUGIN is where the plugin is, if not in this workspace; PROBE_HTTP_SPANS makes the
// agent's HTTP calls spans too: through the globals of the "plugin", or of the "host". PROBE_BOOTSTRAP=lean
// leaves out what slows down an agent with many rooms.
import { ChannelType } from "../../examples/elizaos-agent/node_modules/@elizaos/core/dist/node/index.node.js";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { createConciergePlugin } from "../../examples/elizaos-agent/concierge-plugin.mjs";
import { createAgent } from "../../examples/elizaos-agent/create-agent.mjs";
import { localModelSettings } from "../../examples/elizaos-agent/local-model.mjs";
import { createPause } from "../../examples/elizaos-agent/create-pause.mjs";
import { startWeatherService } from "../../examples/elizaos-agent/weather-service.mjs";
import { agentDatabase } from "../support/agent-database.mjs";
import { leanBootstrap } from "./lean-bootstrap.mjs";
import { createGate } from "./create-gate.mjs";
import { createProbeModel } from "./probe-models.mjs";
import { createProbePlugin } from "./probe-plugin.mjs";
import { quietModel, quietModelSettings } from "./quiet-model.mjs";
import { recordTruth } from "./record-truth.mjs";
import { serveAgent } from "./serve-agent.mjs";

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

serveAgent({
  agent,
  lines,
  gates,
  truth,
  prepare,
  async readLogs() {
    const database = await adapter.getConnection();
    const { rows } = await database.query(
      "select type, entity_id, room_id, body - 'state' as body from logs order by created_at",
    );
    return rows;
  },
  async close() {
    await host?.shutdown();
    httpSpans.disable();
    weather.close();
  },
});

async function prepare({ roomId }, { group, muted = false, off = false }) {
  await runtime.setParticipantUserState(roomId, runtime.agentId, muted ? "MUTED" : null);
  runtime.setSetting("BOOTSTRAP_DEFLLMOFF", String(off));
  // elizaOS asks the model whether to answer in a group; in a room of two it always does.
  if (group) await runtime.updateRoom({ ...(await runtime.getRoom(roomId)), type: ChannelType.GROUP });
}

/** What a host with OpenTelemetry of its own does before it starts its agent. */
function startHostTelemetry() {
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
  provider.register();
  return provider;
}
