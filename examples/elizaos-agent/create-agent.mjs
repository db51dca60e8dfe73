import { AgentRuntime, ChannelType, stringToUuid } from "@elizaos/core";
import { bootstrapPlugin } from "@elizaos/plugin-bootstrap";
import sqlPlugin, { createDatabaseAdapter } from "@elizaos/plugin-sql";
import { randomUUID } from "node:crypto";

/**
 * An elizaOS agent on a database of its own, ready to be spoken to.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {string} [options.dataDir] where elizaOS keeps its PGlite database
 * @param {string} [options.postgresUrl] the Postgres that it uses instead
 * @param {import("@elizaos/core").Plugin[]} options.plugins
 * @param {import("@elizaos/core").Plugin} [options.bootstrap] what takes the place of elizaOS's own
 * @param {Record<string, string>} [options.settings] settings of the character, such as the names of the models
 */
export async function createAgent({ name, dataDir, postgresUrl, plugins, bootstrap = bootstrapPlugin, settings = {} }) {
  const agentId = stringToUuid(name);
  const adapter = createDatabaseAdapter({ dataDir, postgresUrl }, agentId);
  // initialize() reads the agents table before it would create it.
  await adapter.init();
  await adapter.runPluginMigrations([{ name: sqlPlugin.name, schema: sqlPlugin.schema }]);

  const runtime = new AgentRuntime({
    agentId,
    character: {
      id: agentId,
      name,
      bio: ["Concierge of a small inn."],
      system: `You are ${name}, a concierge.`,
      settings,
    },
    adapter,
    conversationLength: 8, // elizaOS logs the conversation with every action: a long one would fill the disk
    plugins: [sqlPlugin, bootstrap, ...plugins],
  });
  await runtime.initialize();

  return {
    runtime,

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
        name: guest,
        userName: guest,
        worldName: "The inn",
        messageServerId: ids.worldId,
      });
      // elizaOS calls a new room after the one who is in it.
      await runtime.updateRoom({ ...(await runtime.getRoom(ids.roomId)), name: room });
      return { ...ids, guest };
    },

    /** Says something in a room and waits for the answer: one run. Rejects when the run fails. */
    say(room, text, options) {
      const message = {
        id: randomUUID(),
        entityId: room.entityId,
        agentId,
        roomId: room.roomId,
        worldId: room.worldId,
        createdAt: Date.now(),
        content: { text, source: "example", channelType: ChannelType.DM },
        metadata: { type: "message", entityName: room.guest },
      };
      return runtime.messageService.handleMessage(runtime, message, async () => [], options);
    },

    /** Stops the agent, its plugins' services and its database. */
    async stop() {
      await runtime.stop();
      await adapter.close();
    },
  };
}
