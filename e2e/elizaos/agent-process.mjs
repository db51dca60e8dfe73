// The agent under test, a process of its own: the example's agent with the Runline plugin and a recorder of the truth.
// Commands come as JSON lines on stdin, answers go as lines "@ {…}" to stdout. OTEL_EXPORTER_OTLP_ENDPOINT is Runline;
// PROBE_HTTP_SPANS makes the agent's HTTP calls spans too: through the globals of the "plugin", or of the "host".
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { createRunlinePlugin, runlinePlugin } from "@runline/instrumentation/elizaos";
import { createInterface } from "node:readline";
import { createConciergePlugin } from "../../examples/elizaos-agent/concierge-plugin.mjs";
import { createAgent } from "../../examples/elizaos-agent/create-agent.mjs";
import { createLocalModel } from "../../examples/elizaos-agent/local-model.mjs";
import { createPause } from "../../examples/elizaos-agent/create-pause.mjs";
import { startWeatherService } from "../../examples/elizaos-agent/weather-service.mjs";
import { recordTruth } from "./record-truth.mjs";

const httpSpanSource = process.env["PROBE_HTTP_SPANS"];
const host = httpSpanSource === "host" ? startHostTelemetry() : undefined;
const httpSpans = new UndiciInstrumentation();
const pause = createPause(0);
const weather = await startWeatherService(pause);
const lines = []; // what the model can answer; grows with every message
const gate = createGate();

const gatePlugin = {
  name: "gate",
  description: "An action that goes on until the test lets it end",
  actions: [
    {
      name: "WAIT_AT_GATE",
      description: "Waits until the gate is open",
      similes: [],
      examples: [],
      validate: async () => true,
      handler: async (runtime) => {
        await gate.pass();
        await runtime.useModel("TEXT_SMALL", { prompt: "The gate is open." });
        return { success: true, text: "through" };
      },
    },
  ],
};

const agent = await createAgent({
  name: "Probe",
  dataDir: "memory://",
  plugins: [
    createLocalModel(lines, pause),
    createConciergePlugin({ weatherUrl: weather.url, pause }),
    gatePlugin,
    httpSpanSource === "plugin" ? createRunlinePlugin({ registerGlobals: true }) : runlinePlugin,
  ],
});
const truth = recordTruth(agent.runtime);

const commands = {
  /** One message; answers when the run has settled. */
  async say({ room, guest, line }) {
    lines.push(line);
    const opened = await agent.openRoom(room, guest);
    const { roomId } = opened;
    let chunks = 0;
    const options = {
      ...(line.timeoutMs !== undefined && { timeoutDuration: line.timeoutMs }),
      ...(line.streamed && { onStreamChunk: async () => void chunks++ }),
    };
    try {
      const { responseContent } = await agent.say(opened, line.says, options);
      return { roomId, text: responseContent?.text, chunks };
    } catch (error) {
      return { roomId, chunks, error: error.message };
    }
  },
  /** Answers when so many actions wait at the gate. */
  async waitAtGate({ count }) {
    await until(() => gate.waiting() >= count);
    return {};
  },
  async openGate() {
    gate.open();
    return {};
  },
  /** What really happened, once nothing is going on any more. */
  async truth() {
    await until(() => truth.isIdle());
    return { runs: truth.runs };
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
answer(0, { agentId: agent.runtime.agentId });

function answer(id, result) {
  process.stdout.write(`@ ${JSON.stringify({ id, result })}\n`);
}

/** What a host with OpenTelemetry of its own does before it starts its agent. */
function startHostTelemetry() {
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
  provider.register();
  return provider;
}

/** Lets actions wait; `open` lets those pass that wait now. */
function createGate() {
  let waiting = [];
  return {
    waiting: () => waiting.length,
    pass: () => new Promise((resolve) => waiting.push(resolve)),
    open() {
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
}

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
