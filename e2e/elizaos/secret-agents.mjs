// Real agents that know secrets and say them wherever they can. Spans go to OTEL_EXPORTER_OTLP_ENDPOINT; the secrets are
// the last line of stdout, as JSON.
import {
  encryptStringValue,
  getSalt,
} from "../../examples/elizaos-agent/node_modules/@elizaos/core/dist/node/index.node.js";
import { createRunlinePlugin } from "@runline/instrumentation/elizaos";
import { createAgent } from "../../examples/elizaos-agent/create-agent.mjs";
import { createLocalModel } from "../../examples/elizaos-agent/local-model.mjs";
import { createAction } from "../support/create-action.mjs";
import { emptyEmbeddingQueue } from "../support/empty-embedding-queue.mjs";
import { agentDatabase } from "../support/agent-database.mjs";

const secrets = {
  plain: "sk-live-plain-0001",
  nested: "sk-live-nested-0002",
  encrypted: "sk-live-encrypted-0003",
  named: "sk-live-named-0004",
  late: "sk-live-late-0005",
  lines: '-----BEGIN KEY-----\n"sk-live-lines-0006"\n-----END KEY-----',
  option: "sk-live-option-0007",
};
const everything = Object.values(secrets).join(" and ");

const lines = [
  { says: "Learn it", plan: "LEARN", answer: "Yes" },
  { says: "Tell me", plan: "REPLY", answer: `The keys are ${everything}` },
  { says: "Leak it", plan: "LEAK", answer: everything },
  { says: "Fail softly", plan: "SOFT", answer: everything },
  { says: "Throw it", plan: "THROW", answer: everything },
  { says: "Be unheard of", plan: secrets.plain, answer: everything },
  { says: "Break", plan: "REPLY", modelError: `401: invalid key ${everything}` },
];

const fail = () => {
  throw Object.assign(new Error(`401: invalid key ${everything}`), { code: secrets.plain });
};
const leaks = {
  name: "leaks",
  description: "Says its secrets wherever it can",
  actions: [
    createAction("LEAK", async () => ({
      success: true,
      text: everything,
      data: { [secrets.plain]: [{ key: everything }] },
    })),
    createAction("SOFT", async () => ({ success: false, error: `invalid key ${everything}` })),
    createAction("THROW", async () => fail()),
    createAction("LEARN", async (runtime) => {
      runtime.setSetting("LATE_KEY", secrets.late, true);
      fail();
    }),
  ],
  evaluators: [
    {
      name: "JUDGE",
      description: "Fails with its secrets",
      examples: [],
      alwaysRun: true,
      validate: async (_runtime, message) => message.content.text.startsWith("Tell me"),
      handler: async () => fail(),
    },
  ],
  priority: 10,
  models: {
    async TEXT_EMBEDDING(_runtime, params) {
      const text = typeof params === "string" ? params : (params?.text ?? "");
      return text.startsWith("Leak it") ? fail() : Array.from({ length: 384 }, () => 0.5);
    },
  },
};

async function run(name, captureContent) {
  const agent = await createAgent({
    name,
    ...agentDatabase,
    settings: {
      PAYMENT_API_KEY: secrets.named,
      secrets: {
        NESTED_KEY: secrets.nested,
        ENCRYPTED_KEY: encryptStringValue(secrets.encrypted, getSalt()),
        LINES_KEY: secrets.lines,
      },
    },
    plugins: [
      createLocalModel(lines, async () => {}),
      leaks,
      createRunlinePlugin({ captureContent, secrets: [secrets.option] }),
    ],
  });
  agent.runtime.character.secrets = { ...agent.runtime.character.secrets, PLAIN_KEY: secrets.plain };
  const room = await agent.openRoom(`Room of ${name}`, "Ada");
  // The late secret is one from here on, in the very run that learns it.
  await agent.say(room, "Learn it").catch(() => undefined);
  for (const { says } of lines.slice(1)) {
    await agent.say(room, `${says}. My key is ${everything}`).catch(() => undefined);
    let chunks = 0;
    await agent.say(room, `${says}, streamed`, { onStreamChunk: async () => void chunks++ }).catch(() => undefined);
  }
  await emptyEmbeddingQueue(agent.runtime);
  await agent.runtime.stop(); // not the database, which both agents share
}

await run("With content", true);
await run("Without content", false);
process.stdout.write(`@ ${JSON.stringify(Object.values(secrets))}\n`, () => process.exit(0));
