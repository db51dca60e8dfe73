import { AsyncResource } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import {
  AgentRuntime,
  ChannelType,
  stringToUuid,
} from "../../../examples/elizaos-agent/node_modules/@elizaos/core/dist/node/index.node.js";
import sqlPlugin, {
  createDatabaseAdapter,
} from "../../../examples/elizaos-agent/node_modules/@elizaos/plugin-sql/dist/node/index.node.js";
import { agentDatabase } from "../../support/agent-database.mjs";
import { leanBootstrap } from "../lean-bootstrap.mjs";
import { createGate } from "./gate.mjs";
import { createLatePlugin, createProbeActions } from "./probe-actions.mjs";
import { createProbeModel } from "./probe-model.mjs";

/** Longer than any script waits; a timeout of this length is one that the script lets go off. */
const TIMEOUT_BY_HAND_MS = 7_654_321;

/** The database that all agents of this process share, as in elizaOS's server. */
export async function openDatabase() {
  const adapter = createDatabaseAdapter(agentDatabase, stringToUuid("Probe"));
  // One connection, as elizaOS has on PGlite: what it writes without waiting comes in the same order each time.
  adapter.manager.getConnection().options.max = 1;
  await adapter.init();
  await adapter.runPluginMigrations([{ name: sqlPlugin.name, schema: sqlPlugin.schema }]);
  const connection = await adapter.getConnection();
  const query = async (sql) => (await connection.query(sql)).rows;
  // The order of their writing, by transaction and statement: rows take the places of deleted ones.
  const asWritten = (table) => `order by ${table}.xmin::text::bigint, ${table}.cmin::text::bigint, ${table}.ctid`;
  return {
    async listLogs() {
      return query(`select type, entity_id, room_id, body from logs ${asWritten("logs")}`);
    },
    async listMemories() {
      return query(`select m.type, m.content, m.metadata, m.entity_id, m.agent_id, m.room_id, m.world_id, m."unique",
        m.id, exists (select from embeddings e where e.memory_id = m.id) as embedded from memories m ${asWritten("m")}`);
    },
    async clearRows() {
      // Not truncated, which makes a new file of each table and index: half of the time of a scenario.
      await query("delete from logs");
      await query("delete from memories"); // and with them their embeddings
      // elizaOS reads all rooms that somebody is in, again and again; the agent's own stays.
      await query("delete from rooms where id <> agent_id");
    },
    async clear() {
      await query("truncate agents, entities, rooms, worlds, memories, logs cascade");
    },
  };
}

/**
 * A real agent on a fresh part of the database, watched by the recorder from before its first event.
 *
 * @param {{ recorder: ReturnType<typeof import("./recorder.mjs").createRecorder>, arrange: (plugins: object[]) => object[], name?: string }} options
 *   `arrange` adds the plugin under test to those of the probe
 */
export async function openProbe({ recorder, arrange, name = "Probe" }) {
  const lines = [];
  const gate = createGate();
  const agentId = stringToUuid(name);
  const runtime = new AgentRuntime({
    agentId,
    character: { id: agentId, name, bio: ["A probe."], system: "You are a probe.", settings: {} },
    adapter: createDatabaseAdapter(agentDatabase, agentId),
    conversationLength: 100, // bootstrap's own evaluator reflects after a quarter of it
    plugins: arrange([
      sqlPlugin,
      leanBootstrap,
      createProbeModel({ lines, gate }),
      createProbeActions({ gate }),
      createLatePlugin(),
    ]),
  });
  recorder.observe(runtime);
  await runtime.initialize();
  const queue = await runtime.getServiceLoadPromise("embedding-generation");
  hurry();
  let timeOut = () => {};

  /** The queue of embeddings looks every 100 ms whether there is something to do; nothing depends on that but our patience. */
  function hurry() {
    clearInterval(queue.processingInterval);
    queue.processingInterval = null;
    queue.processingIntervalMs = 5;
    queue.startProcessing();
  }

  async function openRoom(room, type = ChannelType.DM) {
    const [roomId, entityId, worldId] = [room, "guest", "world"].map((what) => stringToUuid(`${name}: ${what}`));
    const ids = { roomId, entityId, worldId };
    await runtime.ensureConnection({
      ...ids,
      source: "probe",
      channelId: room,
      type,
      name: "Ada",
      userName: "Ada",
      worldName: "World",
      messageServerId: ids.worldId,
    });
    return ids;
  }

  return {
    runtime,
    gate,
    openRoom,
    /** One message; resolves when it has been handled, whatever came of it. */
    async say(
      line,
      { room = line.says, type, entityId, streamed, byHand, useMultiStep, onCallback, lane = line.says } = {},
    ) {
      lines.push(line);
      const ids = await openRoom(room, type);
      const message = {
        id: randomUUID(),
        agentId,
        ...ids,
        entityId: entityId ?? ids.entityId,
        createdAt: Date.now(),
        content: { text: line.says, source: "probe", channelType: type ?? ChannelType.DM },
        metadata: { type: "message", entityName: "Ada" },
      };
      await recorder.follow(lane, (reply) => {
        const callback = async (content) => {
          reply.callbacks.push(structuredClone(content));
          onCallback?.(content);
          return [];
        };
        const options = {
          ...(streamed && { onStreamChunk: async (chunk) => void reply.chunks.push(chunk) }),
          ...(useMultiStep && { useMultiStep }),
          ...(byHand && { timeoutDuration: TIMEOUT_BY_HAND_MS }),
        };
        const handled = byHand
          ? withTimeoutByHand(
              (goOff) => (timeOut = goOff),
              () => runtime.messageService.handleMessage(runtime, message, callback, options),
            )
          : runtime.messageService.handleMessage(runtime, message, callback, options);
        return handled;
      });
    },
    timeOut: () => timeOut(),
    /** Resolves when elizaOS says that it has done with a message, which is after a timeout. */
    endOf: (lane) => recorder.waitFor(lane, "RUN_ENDED"),
    /** Goes on after `runtime.stop()`, which has stopped the queue of embeddings. */
    resume: hurry,
    /** Waits until nothing is going on any more. */
    async settle() {
      do await turn();
      while (queue.getQueueSize() > 0 || queue.isProcessing);
      // What elizaOS writes without waiting has been handed to the database by now, which works in order.
      await turn();
      await runtime.getMemoriesByIds([]);
      await runtime.adapter.getLogs({ entityId: agentId, count: 1 });
      await turn();
    },
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** elizaOS sets its timer a few steps after the call; it is told from others by its length. */
function withTimeoutByHand(keep, handle) {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (callback, ms, ...args) => {
    if (ms !== TIMEOUT_BY_HAND_MS) return setTimeout(callback, ms, ...args);
    globalThis.setTimeout = setTimeout;
    keep(AsyncResource.bind(callback)); // as a timer does, it goes off in the context that set it
    return undefined;
  };
  return handle();
}
