// A real elizaOS agent that talks to itself: `node agent.mjs` for ever, `node agent.mjs --once` through all
// conversations once. Runline listens at http://127.0.0.1:4318 or where OTEL_EXPORTER_OTLP_ENDPOINT says.
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { createRunlinePlugin } from "@runline/instrumentation/elizaos";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createConciergePlugin } from "./concierge-plugin.mjs";
import { conversations } from "./conversations.mjs";
import { createAgent } from "./create-agent.mjs";
import { createLocalModel, localModelPrices, localModelSettings } from "./local-model.mjs";
import { createPause } from "./create-pause.mjs";
import { createTownPlugin } from "./town-plugin.mjs";
import { startWeatherService } from "./weather-service.mjs";

const isOnce = process.argv.includes("--once");
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stopping.abort());
const pause = createPause(1, stopping.signal);

const httpSpans = new UndiciInstrumentation(); // from now on, HTTP calls are spans too

const dataDir = await mkdtemp(join(tmpdir(), "runline-example-"));
const weather = await startWeatherService(pause);
// Two more agents, in processes of their own: one that is asked, and one that dies in the middle of its run.
const archivist = startAgent("archivist.mjs");
const [{ url: archivistUrl }] = await once(archivist, "message");
startAgent("night-porter.mjs");
const agent = await createAgent({
  name: "Concierge",
  dataDir,
  settings: localModelSettings,
  plugins: [
    createLocalModel(
      conversations.flatMap(({ lines }) => lines),
      pause,
    ),
    createConciergePlugin({ weatherUrl: weather.url, pause }),
    createTownPlugin({ tablesUrl: await findClosedAddress(), archivistUrl, pause }),
    // The one line; without HTTP spans and prices it is just `runlinePlugin`.
    createRunlinePlugin({ registerGlobals: true, prices: localModelPrices }),
  ],
});
process.stdout.write(`${conversations.length} guests are talking to ${agent.runtime.character.name}.\n`);

await Promise.all(conversations.map(talk));
await agent.stop();
httpSpans.disable();
weather.close();
archivist.disconnect();
await once(archivist, "exit");
await rm(dataDir, { recursive: true, force: true });
process.exit(0); // elizaOS leaves timers of up to 30 s behind

function startAgent(file) {
  return fork(fileURLToPath(new URL(file, import.meta.url)), { stdio: "inherit" });
}

/** An address at which nobody answers: that of a server which has just gone. */
async function findClosedAddress() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return `http://127.0.0.1:${port}`;
}

/**
 * One guest: goes through the lines, again and again, but ever more slowly, as elizaOS writes about 0.3 MB for each run.
 * The rooms go on side by side, so their runs overlap.
 */
async function talk({ room: name, guest, lines }) {
  const room = await agent.openRoom(name, guest);
  for (let pauseMs = 1500; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, 60_000)) {
    for (const line of lines) {
      await handle(room, line);
      await pause(pauseMs);
      if (stopping.signal.aborted) return;
    }
    if (isOnce) return;
  }
}

async function handle(room, line) {
  const options = {
    ...(line.timeoutMs && { timeoutDuration: line.timeoutMs }),
    ...(line.streamed && { onStreamChunk: async () => {} }),
  };
  try {
    await agent.say(room, line.says, options);
  } catch (error) {
    process.stdout.write(`${room.guest}: "${line.says}" failed: ${error.message}\n`); // some are meant to
  }
}
