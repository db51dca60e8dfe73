/**
 * A model provider whose answers are decided by the line that the guest said last, always the same way.
 *
 * @typedef {object} Line
 * @property {string} says the words of the message; the line is found by them
 * @property {string} [plan] actions the model decides on. Default: REPLY
 * @property {string} [text] what the agent says
 * @property {string} [providers] context that the model asks for first
 * @property {string[]} [steps] actions of the multi-step mode, one per step
 * @property {number} [failAt] number of the TEXT_LARGE call that fails, from 1
 * @property {number} [babbleAt] number of the TEXT_LARGE call whose answer is not XML, from 1
 * @property {string} [decision] answer to whether to respond. Default: RESPOND
 * @property {number} [embeddingFailures] how many attempts to embed it fail
 *
 * @param {{ lines: Line[], gate: { pass(name: string): Promise<void> } }} stage
 */
export function createProbeModel({ lines, gate }) {
  const counts = new Map();
  const count = (key) => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key);
  };
  const findLine = (text) => lines.findLast(({ says }) => text.includes(says)) ?? lines.at(-1) ?? { says: "" };

  const answerText = (modelType) => async (runtime, params) => {
    const line = findLine(params.prompt.split("# Received Message").at(-1));
    const nth = count(`${modelType} ${line.says}`);
    if (line.waitsFor !== undefined && modelType === (line.waitsIn ?? "TEXT_LARGE") && nth === 1)
      await gate.pass(line.waitsFor);
    if (modelType === "TEXT_LARGE" && nth === line.failAt) throw new Error("the model answered 429");
    const isBabble = modelType === "TEXT_LARGE" && nth === line.babbleAt;
    const answer = isBabble ? "Well, let me think." : toAnswer(line, modelType, params.prompt, nth);
    reportUsage(runtime, modelType, params.prompt, answer);
    return params.stream ? toStream(answer) : answer;
  };

  return {
    name: "probe-model",
    description: "Answers from a script",
    models: {
      TEXT_SMALL: answerText("TEXT_SMALL"),
      TEXT_LARGE: answerText("TEXT_LARGE"),
      TEXT_REASONING_SMALL: async (_runtime, { prompt, answer }) => answer ?? prompt,
      OBJECT_SMALL: async (runtime, { prompt }) => {
        reportUsage(runtime, "OBJECT_SMALL", prompt, "{}");
        return { title: "A ticket", urgent: false };
      },
      TEXT_EMBEDDING: async (runtime, params) => {
        const text = params?.text ?? "";
        const line = lines.findLast(({ says }) => text.includes(says));
        if (count(`TEXT_EMBEDDING ${text}`) <= (line?.embeddingFailures ?? 0)) throw new Error("no embedding today");
        reportUsage(runtime, "TEXT_EMBEDDING", text, "");
        return Array.from({ length: 384 }, (_, i) => ((i * 37 + text.length) % 101) / 101);
      },
    },
  };
}

function toAnswer(line, modelType, prompt, nth) {
  if (line.steps !== undefined && prompt.includes("isFinish")) {
    const step = line.steps[nth - 1];
    return `<response><thought>step ${nth}</thought><action>${step ?? ""}</action><providers></providers><isFinish>${step === undefined}</isFinish></response>`;
  }
  return `<response>
  <thought>The guest wants ${line.plan ?? "an answer"}</thought>
  <action>${line.decision ?? "RESPOND"}</action>
  <actions>${line.plan ?? "REPLY"}</actions>
  <providers>${line.providers ?? ""}</providers>
  <text>${line.text ?? "Good day."}</text>
</response>`;
}

/** As provider plugins stream: the pieces, and promises of what is known at the end. */
function toStream(answer) {
  async function* pieces() {
    for (let at = 0; at < answer.length; at += 16) yield answer.slice(at, at + 16);
  }
  return {
    textStream: pieces(),
    text: Promise.resolve(answer),
    usage: Promise.resolve({ inputTokens: 10, outputTokens: 5, totalTokens: 15 }),
    finishReason: Promise.resolve("stop"),
  };
}

/**
 * As provider plugins do: without waiting. A token is a line: the letters of a prompt, which says the time, are one fewer when
 * 12:59 turns into 1:00.
 */
function reportUsage(runtime, type, prompt, answer) {
  const [input, output] = [prompt.split("\n").length, answer.length];
  void runtime.emitEvent("MODEL_USED", {
    source: "probe-model",
    provider: "probe-model",
    type,
    prompt: prompt.slice(0, 200),
    tokens: { prompt: input, completion: output, total: input + output },
  });
}
