// The real server of elizaOS with one agent and the plugin: what `elizaos start` runs, without its web pages.
// SENTRY_DSN, SERVER_HOST and SERVER_PORT are elizaOS's own. Once it listens it says what holds OpenTelemetry's global place.
import { trace } from "@opentelemetry/api";
import { bootstrapPlugin } from "@elizaos/plugin-bootstrap";
import { stringToUuid } from "@elizaos/core";
import { AgentServer } from "@elizaos/server";
import { runlinePlugin } from "@runline/instrumentation/elizaos";
import { createLocalModel } from "../../examples/elizaos-agent/local-model.mjs";
import { createInn } from "./inn-plugin.mjs";

const { SERVER_PORT, HOST_AGENT, HOST_DATA_DIR, HOST_LINES, HOST_SERVICE_URL } = process.env;
const lines = JSON.parse(HOST_LINES);
const inn = createInn({ serviceUrl: HOST_SERVICE_URL });

const server = new AgentServer();
const character = {
  id: stringToUuid(HOST_AGENT),
  name: HOST_AGENT,
  bio: ["Receptionist"],
  system: "You are at the desk.",
};
await server.start({
  port: Number(SERVER_PORT),
  dataDir: HOST_DATA_DIR,
  agents: [
    { character, plugins: [bootstrapPlugin, createLocalModel(lines, async () => {}), inn.plugin, runlinePlugin] },
  ],
});
const probe = trace.getTracer("probe").startSpan("probe");
process.stdout.write(
  `Listening: ${JSON.stringify({ agentId: character.id, isGlobalRecording: probe.isRecording() })}\n`,
);
