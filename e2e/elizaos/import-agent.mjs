// An agent without Runline, whose database is imported: it talks to itself on the PGlite directory or Postgres of the first argument while
// a recorder notes what really happens. Then, and after each line on stdin, which is one more message, it prints the truth as a
// line `TRUTH {…}`. The database stays open until stdin ends.
import { ChannelType } from "../../examples/elizaos-agent/node_modules/@elizaos/core/dist/node/index.node.js";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { createConciergePlugin } from "../../examples/elizaos-agent/concierge-plugin.mjs";
import { createAgent } from "../../examples/elizaos-agent/create-agent.mjs";
import { createPause } from "../../examples/elizaos-agent/create-pause.mjs";
import { startWeatherService } from "../../examples/elizaos-agent/weather-service.mjs";
import { createGate } from "./create-gate.mjs";
import { createProbeModel } from "./probe-models.mjs";
import { createProbePlugin } from "./probe-plugin.mjs";
import { quietModel } from "./quiet-model.mjs";
import { recordTruth } from "./record-truth.mjs";

/** One after the other, each in a room of its own. */
const ALONE = [
  { says: "What do you know about me?", plan: "REPLY", providers: "FACTS", answer: "Enough." },
  { says: "Hello.", plan: "REPLY", answer: "Good day." },
  { says: "Table and ticket, please.", plan: "REPLY,BOOK_TABLE,OPEN_TICKET", answer: "Both." },
  { says: "Is it warm in Reykjavik?", plan: "REPLY,GET_WEATHER", answer: "I will look." },
  { says: "Charge my card.", plan: "REPLY,CHARGE_CARD,BOOK_TABLE", answer: "One moment." },
  { says: "After the throw.", plan: "REPLY,OPEN_TICKET", answer: "Yes." },
  { says: "A free drink?", plan: "REPLY,CHECK_QUOTA", answer: "I will look." },
  { says: "And the stars?", plan: "REPLY", modelError: "the model answered 429" },
  { says: "A day in Lisbon.", plan: "REPLY,PLAN_DAY", answer: "Gladly." },
  { says: "A whole trip.", plan: "PLAN_TRIP,BOOK_TABLE" },
  { says: "A story!", plan: "REPLY", streamed: true, answer: "Once upon a time. ".repeat(9) },
  { says: "Old habits.", plan: "RETURN_NOTHING,RETURN_FALSE,NO_SUCH_ACTION" },
  { says: "In silence.", plan: "ASK_QUIET_MODEL,SURVIVE_MODEL" },
  { says: "Say that again.", plan: "REPLY", garbled: 1, answer: "That." },
  { says: "Step by step.", plan: "REPLY", steps: ["BOOK_TABLE", "OPEN_TICKET"], answer: "Done." },
  { says: "Tell me.", plan: "REPLY,TELL", callbackError: "the channel is closed" },
  { says: "Forget this.", plan: "REPLY", answer: "Forgotten.", embeddingFailures: 4 },
];
/** Those who are inside an action when the gate opens. */
const TOGETHER = [
  { says: "Wait, then a table.", plan: "WAIT_AT_GATE,BOOK_TABLE" },
  { says: "A ticket, then wait.", plan: "OPEN_TICKET,WAIT_AT_GATE" },
  { says: "Be quick.", plan: "WAIT_AT_GATE", timeoutMs: 1_500 },
];
/** Two at once in one room: the first, which thinks until the second has its answer, gives way. */
const RIVALS = [
  { says: "First!", plan: "REPLY", answer: "First.", modelWaits: true },
  { says: "No, me!", plan: "REPLY,BOOK_TABLE", answer: "You." },
];

const [, , database = ""] = process.argv;
const pause = createPause(0);
const weather = await startWeatherService(pause);
const lines = [...ALONE, ...TOGETHER, ...RIVALS];
const gates = { action: createGate(), evaluator: createGate(), embedding: createGate(), model: createGate() };
const agent = await createAgent({
  name: "Probe",
  ...(database.startsWith("postgres:") ? { postgresUrl: database } : { dataDir: database }),
  plugins: [
    createProbeModel(lines, pause, gates),
    quietModel,
    createConciergePlugin({ weatherUrl: weather.url, pause }),
    createProbePlugin(gates),
  ],
});
await until(() => agent.runtime.getService("embedding-generation") !== null);
const truth = recordTruth(agent.runtime);

for (const line of ALONE) {
  await say(line);
  await until(() => truth.isIdle());
}
await agent.runtime.useModel("TEXT_SMALL", { prompt: "What day is it?" }); // outside of any run

const together = TOGETHER.map((line) => say(line));
await until(() => gates.action.waiting() === TOGETHER.length);
await until(() => truth.runs.some(({ reports }) => reports.some(({ status }) => status === "timeout")));
gates.action.open();
await Promise.all(together);
await until(() => truth.isIdle());
const [overtaken, newer] = RIVALS;
const givesWay = say(overtaken, "The narrow room");
await until(() => gates.model.waiting() === 1);
await say(newer, "The narrow room");
gates.model.open();
await givesWay;
await tell();

for await (const says of createInterface({ input: process.stdin })) {
  const line = { says, plan: "REPLY,OPEN_TICKET", answer: "Once more." };
  lines.push(line);
  await say(line);
  await tell();
}
process.exit(0); // elizaOS leaves timers of up to 30 s behind

async function say(line, room = `Room of ${line.says}`) {
  const opened = await agent.openRoom(room, `Guest of ${line.says}`);
  const callback = async () => {
    if (line.callbackError) throw new Error(line.callbackError);
    return [];
  };
  const message = {
    id: randomUUID(),
    entityId: opened.entityId,
    agentId: agent.runtime.agentId,
    roomId: opened.roomId,
    worldId: opened.worldId,
    createdAt: Date.now(),
    content: { text: line.says, source: "example", channelType: ChannelType.DM },
    metadata: { type: "message", entityName: opened.guest },
  };
  const options = {
    ...(line.timeoutMs !== undefined && { timeoutDuration: line.timeoutMs }),
    ...(line.streamed && { onStreamChunk: async () => {} }),
    ...(line.steps && { useMultiStep: true }),
  };
  await agent.runtime.messageService.handleMessage(agent.runtime, message, callback, options).catch(() => {}); // the truth has it
}

async function tell() {
  await until(() => truth.isIdle());
  process.stdout.write(`TRUTH ${JSON.stringify({ agentId: agent.runtime.agentId, runs: truth.runs })}\n`);
}

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
