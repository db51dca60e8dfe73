import { createLocalModel } from "../../examples/elizaos-agent/local-model.mjs";

/**
 * The example's model with the faults that a line may ask for: `garbled` answers first that cannot be parsed, `steps` one
 * after the other, a thought or an embedding that waits at its gate (`modelWaits`, `embeddingWaits`), an embedding that fails
 * `embeddingFailures` times.
 *
 * @param {import("./start-agent.ts").Line[]} lines
 * @param {(ms: number) => Promise<void>} pause
 * @param {Record<"model" | "embedding", import("./create-gate.mjs").Gate>} gates
 */
export function createProbeModel(lines, pause, gates) {
  const model = createLocalModel(lines, pause);
  const { TEXT_SMALL: decide, TEXT_LARGE: think, TEXT_EMBEDDING: embed } = model.models;
  const asked = new Map(); // how often a line has been asked about, by what

  const count = (line, what) => {
    const key = `${what} ${line.says}`;
    const number = (asked.get(key) ?? 0) + 1;
    asked.set(key, number);
    return number;
  };
  // What was said last; before it comes the history of the room.
  const find = (prompt) => {
    const last = Math.max(...lines.map(({ says }) => prompt.lastIndexOf(says)));
    return last < 0 ? undefined : lines.find(({ says }) => prompt.startsWith(says, last));
  };

  return {
    ...model,
    models: {
      ...model.models,
      async TEXT_SMALL(runtime, params) {
        if (find(params.prompt)?.modelWaits) await gates.model.pass();
        return decide(runtime, params);
      },
      async TEXT_LARGE(runtime, params) {
        const line = find(params.prompt);
        if (line?.modelWaits) await gates.model.pass();
        if (line?.garbled && count(line, "garbled") <= line.garbled) return "I would rather not use any tags.";
        if (!line?.steps || !params.prompt.includes("<isFinish>")) return think(runtime, params);
        const action = line.steps[count(line, "steps") - 1];
        return `<response>
  <thought>${action ? `Next comes ${action}` : "That was all"}</thought>
  <action>${action ?? ""}</action>
  <isFinish>${action === undefined}</isFinish>
</response>`;
      },
      async TEXT_EMBEDDING(runtime, params) {
        const line = lines.find(({ says }) => says === params?.text);
        if (line?.embeddingWaits) await gates.embedding.pass();
        if (line?.embeddingFailures && count(line, "embedding") <= line.embeddingFailures) {
          throw new Error("the embedding model is overloaded");
        }
        return embed(runtime, params);
      },
    },
  };
}
