// The agent under test on elizaOS 2.0, a process of its own, with the Runline plugin of PROBE_PLUGIN and a recorder of the truth.
// OTEL_EXPORTER_OTLP_ENDPOINT is Runline.
import { createGate } from "../elizaos/create-gate.mjs";
import { createProbePlugin } from "../elizaos/probe-plugin.mjs";
import { quietModel, quietModelSettings } from "../elizaos/quiet-model.mjs";
import { recordTruth } from "../elizaos/record-truth.mjs";
import { serveAgent } from "../elizaos/serve-agent.mjs";
import { conciergePlugin } from "./concierge-plugin.mjs";
import { createAgent } from "./create-agent.mjs";
import { createLocalModel, localModelSettings } from "./local-model.mjs";

const { runlinePlugin } = await import(process.env["PROBE_PLUGIN"]);
const lines = []; // what the model can answer; grows with every message
const gates = { action: createGate(), evaluator: createGate(), embedding: createGate(), model: createGate() };
const agent = await createAgent(
  "Probe",
  [createLocalModel(lines, gates), quietModel, conciergePlugin, createProbePlugin(gates), runlinePlugin],
  { ...localModelSettings, ...quietModelSettings },
);
const { runtime } = agent;

serveAgent({ agent, lines, gates, truth: recordTruth(runtime), prepare });

async function prepare({ roomId }, { group, muted = false, off = false }) {
  await runtime.updateParticipantUserState(roomId, runtime.agentId, muted ? "MUTED" : null);
  runtime.setSetting("BASIC_CAPABILITIES_DEFLLMOFF", String(off));
  // elizaOS asks the model whether to answer in a group; in a room of two it always does.
  if (group) await runtime.updateRoom({ ...(await runtime.getRoom(roomId)), type: "GROUP" });
}
