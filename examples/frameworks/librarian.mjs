// What the agents of this folder have in common: what they are asked, their only tool, and a model that needs no network.
import { setTimeout as work } from "node:timers/promises";

/** The first is answered, the tool fails at the second, the third is too much for the model. */
const QUESTIONS = ["Where is Moby-Dick?", "Where is the Necronomicon?", "Read me all of Moby-Dick."];

const NOTHING = { modelCalls: 0, tools: 0, inputTokens: 0, outputTokens: 0 };
const record = { ...NOTHING };

/** The tool. The catalogue is slow, and knows one book. */
export async function findBook({ title }) {
  record.tools += 1;
  await work(3_000);
  if (title !== "Moby-Dick") throw new Error(`The catalogue has no ${title}.`);
  return "Moby-Dick is on shelf 4.";
}

/** Takes the place of `fetch` in a client of OpenAI's: asks for the tool, and then repeats what that said. */
export async function localModel(_url, { body }) {
  record.modelCalls += 1;
  const { messages } = JSON.parse(body);
  const question = JSON.stringify(messages.findLast(({ role }) => role === "user"));
  if (question.includes(QUESTIONS[2])) {
    return Response.json({ error: { message: "The answer is longer than 16,384 tokens." } }, { status: 400 });
  }
  const said = messages.findLast(({ role }) => role === "tool")?.content;
  const title = question.includes(QUESTIONS[0]) ? "Moby-Dick" : "Necronomicon";
  const call = { name: "find_book", arguments: JSON.stringify({ title }) };
  const message = said
    ? { role: "assistant", content: `The catalogue says: ${JSON.stringify(said)}` }
    : { role: "assistant", content: null, tool_calls: [{ id: "call_1", type: "function", function: call }] };
  record.inputTokens += 52;
  record.outputTokens += 17;
  return Response.json({
    id: `chatcmpl-${record.modelCalls}`,
    object: "chat.completion",
    created: 1_764_500_000,
    model: "gpt-4o-mini-2024-07-18",
    choices: [{ index: 0, message, finish_reason: said ? "stop" : "tool_calls" }],
    usage: { prompt_tokens: 52, completion_tokens: 17, total_tokens: 69 },
  });
}

/** Asks all questions, and says what became of each and what that took. */
export async function askAll(answer) {
  for (const question of QUESTIONS) {
    const outcome = await answer(question).then(
      (output) => ({ outcome: "completed", output }),
      ({ message }) => ({ outcome: "error", error: message }),
    );
    process.stdout.write(`${JSON.stringify({ question, ...outcome, ...record })}\n`);
    Object.assign(record, NOTHING);
  }
}
