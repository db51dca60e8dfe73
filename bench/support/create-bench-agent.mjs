import {
  AgentRuntime,
  stringToUuid,
} from "../../examples/elizaos-agent/node_modules/@elizaos/core/dist/node/index.node.js";
import { bootstrapPlugin } from "../../examples/elizaos-agent/node_modules/@elizaos/plugin-bootstrap/dist/index.js";
import { randomUUID } from "node:crypto";
import { createModelAction } from "./create-model-action.mjs";

/**
 * A real elizaOS agent with nothing slow around it: a model that answers at once and a database that forgets everything,
 * so that what is left is elizaOS's own work and what a plugin adds to it. A run has a plan of three actions (one of them
 * the reply), five model calls and an evaluator.
 */
export async function createBenchAgent(name, plugins) {
  const agentId = stringToUuid(name);
  const runtime = new AgentRuntime({
    agentId,
    character: { id: agentId, name, bio: ["Is measured."], system: `You are ${name}.`, settings: {} },
    adapter: createForgetfulDatabase(),
    settings: { EMBEDDING_DIMENSION: "384" },
    plugins: [...[bootstrapPlugin, instantModel, work].map(copyPlugin), ...plugins],
  });
  await runtime.initialize();
  const roomId = stringToUuid(`room of ${name}`);
  const entityId = stringToUuid("guest");
  return {
    runtime,
    /** One message and its answer. */
    run() {
      const message = {
        id: randomUUID(),
        entityId,
        agentId,
        roomId,
        worldId: roomId,
        createdAt: Date.now(),
        content: { text: "Two things, please.", source: "bench", channelType: "DM" },
        metadata: { type: "message", entityName: "Guest" },
      };
      return runtime.messageService.handleMessage(runtime, message, async () => []);
    },
  };
}

const answer = `<response><thought>Both</thought><actions>REPLY,FIRST,SECOND</actions><providers></providers>
<text>Done.</text></response>`;

const instantModel = {
  name: "instant-model",
  description: "Answers at once",
  models: { TEXT_SMALL: async () => "fine", TEXT_LARGE: async () => answer, TEXT_EMBEDDING: async () => [0, 1] },
};

const work = {
  name: "work",
  description: "Two actions and an evaluator",
  actions: [createModelAction("FIRST"), createModelAction("SECOND")],
  evaluators: [
    {
      name: "JUDGE",
      description: "Asks the model",
      examples: [],
      alwaysRun: true,
      validate: async () => true,
      async handler(runtime) {
        await runtime.useModel("TEXT_SMALL", { prompt: "How was it?" });
        return { success: true };
      },
    },
  ],
};

/** Answers every question of elizaOS with what it needs to go on, and every other with nothing. */
function createForgetfulDatabase() {
  const answers = {
    getAgent: async (id) => ({ id, name: "agent" }),
    updateAgent: async () => true,
    getEntitiesByIds: async (ids) => ids.map((id) => ({ id, names: ["Guest"], metadata: {}, components: [] })),
    createEntities: async () => true,
    getRoomsByIds: async (ids) => ids.map((id) => ({ id, name: "room", type: "DM", source: "bench", worldId: id })),
    getParticipantUserState: async () => null,
    addParticipantsRoom: async () => true,
    createMemory: async (memory) => memory.id ?? randomUUID(),
    getMemoryById: async () => null,
    isReady: async () => true,
    getWorld: async (id) => ({ id, name: "world", metadata: {} }),
  };
  return new Proxy(
    {},
    {
      get(_target, name) {
        if (typeof name === "symbol" || name === "then") return undefined;
        if (name === "db") return {};
        return answers[name] ?? (async () => []);
      },
    },
  );
}

/** elizaOS shares the objects of a plugin between agents: what another one has wrapped would be paid for by all. */
function copyPlugin(plugin) {
  const copy = { ...plugin };
  for (const list of ["actions", "evaluators", "providers"]) copy[list] = plugin[list]?.map((item) => ({ ...item }));
  return copy;
}
