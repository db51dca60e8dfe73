import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";

/**
 * Does what start-agent.ts asks of an agent: commands come as JSON lines on stdin, answers go as lines "@ {…}" to stdout.
 *
 * @param {object} options
 * @param {{ runtime: object, openRoom: (room: string, guest: string) => Promise<object>, stop: () => Promise<void> }} options.agent
 * @param {import("./start-agent.ts").Line[]} options.lines what the model can answer; grows with every message
 * @param {Record<string, import("./create-gate.mjs").Gate>} options.gates
 * @param {ReturnType<typeof import("./record-truth.mjs").recordTruth>} options.truth
 * @param {(room: object, line: object) => Promise<void>} options.prepare brings about what lets a message be handled otherwise
 * @param {() => Promise<object[]>} [options.readLogs] elizaOS's own log, without the state, which is most of it
 * @param {() => Promise<void>} [options.close] what is to do after the agent
 */
export function serveAgent({ agent, lines, gates, truth, prepare, readLogs, close }) {
  const { runtime } = agent;
  const commands = {
    /** One message; answers when the run has settled. */
    async say({ room, guest, line }) {
      lines.push(line);
      const opened = await agent.openRoom(room, guest);
      await prepare(opened, line);
      let chunks = 0;
      const callback = async () => {
        if (line.callbackError) throw new Error(line.callbackError);
        return [];
      };
      const options = {
        ...(line.timeoutMs !== undefined && { timeoutDuration: line.timeoutMs }),
        ...(line.streamed && { onStreamChunk: async () => void chunks++ }),
        ...(line.steps && { useMultiStep: true }),
      };
      try {
        const message = toMessage(opened, line);
        const { responseContent } = await runtime.messageService.handleMessage(runtime, message, callback, options);
        return { text: responseContent?.text, chunks };
      } catch (error) {
        return { chunks, error: error.message };
      }
    },
    /** Answers when so much waits at a gate. */
    async waitAtGate({ gate, count }) {
      await until(() => gates[gate].waiting() >= count);
      return {};
    },
    async openGate({ gate }) {
      gates[gate].open();
      return {};
    },
    /** A model call that no message asked for. */
    async callModel() {
      await runtime.useModel("TEXT_SMALL", { prompt: "What day is it?" });
      return {};
    },
    /** What really happened, once nothing is going on any more. */
    async truth() {
      await until(() => truth.isIdle());
      return { runs: truth.runs, outside: truth.outside };
    },
    async logs() {
      return { rows: await readLogs() };
    },
    async stop() {
      await agent.stop();
      await close?.();
      process.exit(0); // elizaOS leaves timers of up to 30 s behind
    },
  };

  function toMessage({ roomId, entityId, worldId, guest }, { says, withoutId, sender }) {
    return {
      ...(!withoutId && { id: randomUUID() }),
      entityId: sender === "agent" ? runtime.agentId : entityId,
      agentId: runtime.agentId,
      roomId,
      worldId,
      createdAt: Date.now(),
      content: { text: says, source: "example", channelType: "DM" },
      metadata: { type: "message", entityName: guest },
    };
  }

  createInterface({ input: process.stdin }).on("line", async (text) => {
    const { id, command, ...args } = JSON.parse(text);
    answer(id, await commands[command](args));
  });
  answer(0, { agentId: runtime.agentId, node: process.versions.node });
}

function answer(id, result) {
  process.stdout.write(`@ ${JSON.stringify({ id, result })}\n`);
}

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
