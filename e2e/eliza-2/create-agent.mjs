import { AgentRuntime, ChannelType, InMemoryDatabaseAdapter, stringToUuid } from "@elizaos/core";

/**
 * An agent of elizaOS 2.0 that keeps its data in memory, ready to be spoken to.
 *
 * @param {string} name
 * @param {import("@elizaos/core").Plugin[]} plugins
 * @param {Record<string, string>} settings settings of the character, such as the names of the models
 */
export async function createAgent(name, plugins, settings) {
  const agentId = stringToUuid(name);
  const runtime = new AgentRuntime({
    agentId,
    character: {
      id: agentId,
      name,
      bio: ["Concierge of a small inn."],
      system: `You are ${name}, a concierge.`,
      settings,
    },
    adapter: new InMemoryDatabaseAdapter(),
    plugins,
    logLevel: "fatal",
  });
  runtime.serverless = true; // the timer of this version looks for tasks after a change of them only: embeddings stay in their queue
  await runtime.initialize();
  const tasks = await runtime.getServiceLoadPromise("task");
  const timer = setInterval(() => void tasks.runDueTasks(), 50);
  return {
    runtime,
    async stop() {
      clearInterval(timer);
      await runtime.stop();
    },

    /** Opens a room with one guest. */
    async openRoom(room, guest) {
      const ids = {
        roomId: stringToUuid(`room ${room}`),
        entityId: stringToUuid(`guest ${guest}`),
        worldId: stringToUuid("the inn"),
      };
      await runtime.ensureConnection({
        ...ids,
        source: "example",
        channelId: room,
        type: ChannelType.DM,
        roomName: room,
        name: guest,
        userName: guest,
        worldName: "The inn",
        messageServerId: ids.worldId,
      });
      return { ...ids, guest };
    },
  };
}
