import {
  ATTR_AGENT_ID,
  ATTR_ENTITY_ID,
  ATTR_ENTITY_NAME,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_ROOM_ID,
  ATTR_RUN_ID,
  ATTR_RUN_STATUS,
  ATTR_SOURCE,
  OPERATION_ACTION,
  OPERATION_MODEL_CALL,
  OPERATION_RUN,
  type ContentPart,
  type RunStatus,
} from "@runline/contract";
import type { SampleRun, SampleSpan } from "./sample-run.ts";
import { toUuid } from "./to-uuid.ts";

/** Who talks in the sample conversation, and where. */
export const CONVERSATION = {
  agent: { id: toUuid("agent concierge"), name: "Concierge" },
  roomId: toUuid("room #harbour"),
};

/** A picture of 4 × 3 pixels. */
const PICTURE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAFklEQVR4nGO4sGkbHDHA2BcvnkZwABydGmS34VByAAAAAElFTkSuQmCC";

/** One run of the conversation. */
export interface ConversationRunOptions {
  seed: string;
  startedAt: number;
  status?: RunStatus;
  question?: string;
  answer?: string;
  /** `false` for an agent that is not told to send what is said. @defaultValue true */
  isCaptured?: boolean;
}

const text = (content: string): ContentPart => ({ type: "text", content });
const say = (role: string, ...parts: ContentPart[]) => ({ role, parts });

const SYSTEM = say(
  "system",
  text(`You are Concierge, the assistant of the Harbour Hotel.\n${"Be brief, and never promise a table. ".repeat(30)}`),
);
const PLACES = {
  source: "maps",
  places: ["Osteria Lume", "Trattoria Molo", "Da Nino", "Il Faro", "Bar Porto", "La Lanterna"].map((name, index) => ({
    id: `place-${index}`,
    name,
    open: true,
    seats: 40 + index,
    near: { harbour: true, metres: 90 * (index + 1) },
    note: "asked for the harbour and for two people, tonight, the window if there is one",
  })),
};

/**
 * A message that is handled in two model calls with two tools between them. The second prompt begins like the first; with `error` the
 * booking fails, and `started` ends inside of it.
 */
export function createConversationRun(options: ConversationRunOptions): SampleRun {
  const { seed, startedAt, status = "completed", isCaptured = true } = options;
  const { question = "Book a table for two tonight, the place on this flyer.", answer = "Done: **19:30**, table 7." } =
    options;
  const runId = toUuid(`conversation ${seed}`);
  const common = {
    [ATTR_AGENT_ID]: CONVERSATION.agent.id,
    [ATTR_GEN_AI_AGENT_NAME]: CONVERSATION.agent.name,
    [ATTR_ROOM_ID]: CONVERSATION.roomId,
    [ATTR_RUN_ID]: runId,
  };
  const asked = say("user", text(question), { type: "image", mimeType: "image/png", url: PICTURE });
  const called = say(
    "assistant",
    { type: "reasoning", content: "The flyer says Osteria Lume. I look for its id, then book." },
    { type: "tool_call", id: "1", name: "FIND_RESTAURANT", arguments: { query: "harbour" } },
    { type: "tool_call", id: "2", name: "BOOK_TABLE", arguments: { restaurant: "Osteria Lume" } },
  );
  const results = say("tool", { type: "tool_result", id: "1", name: "FIND_RESTAURANT", result: PLACES });
  const content = (attributes: Record<string, unknown>): SampleSpan["attributes"] =>
    isCaptured
      ? Object.fromEntries(
          Object.entries(attributes).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
          ]),
        )
      : {};
  const step = (
    name: string,
    [startMs, endMs]: [number, number],
    operation: string,
    attributes: SampleSpan["attributes"],
  ): SampleSpan => ({
    name: `${operation} ${name}`,
    parent: "run",
    startMs,
    endMs,
    attributes: { ...common, [ATTR_GEN_AI_OPERATION_NAME]: operation, ...attributes },
  });
  const call = (time: [number, number], tokens: [number, number], input: unknown, output: unknown) =>
    step("gpt-4o-mini", time, OPERATION_MODEL_CALL, {
      [ATTR_GEN_AI_REQUEST_MODEL]: "gpt-4o-mini",
      [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: tokens[0],
      [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: tokens[1],
      ...content({ [ATTR_GEN_AI_INPUT_MESSAGES]: input, [ATTR_GEN_AI_OUTPUT_MESSAGES]: output }),
    });
  const action = (name: string, time: [number, number], given: unknown, result: unknown) =>
    step(name, time, OPERATION_ACTION, {
      [ATTR_GEN_AI_TOOL_NAME]: name,
      ...content({ [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: given, [ATTR_GEN_AI_TOOL_CALL_RESULT]: result }),
    });
  const spans: Record<string, SampleSpan> = {
    run: {
      ...step(CONVERSATION.agent.name, [0, 6_200], OPERATION_RUN, {
        [ATTR_ENTITY_ID]: toUuid("Grace"),
        [ATTR_ENTITY_NAME]: "Grace",
        [ATTR_SOURCE]: "discord",
        [ATTR_RUN_STATUS]: status,
        ...content({
          [ATTR_GEN_AI_INPUT_MESSAGES]: [asked],
          [ATTR_GEN_AI_OUTPUT_MESSAGES]: [say("assistant", text(answer))],
        }),
      }),
    },
    first: call([60, 950], [812, 90], [SYSTEM, asked], [called]),
    find: action("FIND_RESTAURANT", [1_000, 1_800], { query: "trattoria, harbour" }, PLACES),
    book: action(
      "BOOK_TABLE",
      [1_900, 5_280],
      { restaurant: "Osteria Lume", guests: 2, times: ["19:30", "20:00"], by: "the window, if one is free" },
      "table 7 at 19:30",
    ),
    second: call([5_400, 5_990], [1_038, 71], [SYSTEM, asked, called, results], [say("assistant", text(answer))]),
  };
  delete spans["run"]?.parent;
  const { run, book } = spans;
  if (status === "error" && run && book) {
    book.error = "connect ECONNREFUSED 203.0.113.7:443";
    delete book.attributes[ATTR_GEN_AI_TOOL_CALL_RESULT];
    run.error = "BOOK_TABLE failed";
  }
  if (status === "started") {
    delete spans["second"];
    for (const span of [run, book]) if (span) delete span.endMs;
    delete run?.attributes[ATTR_RUN_STATUS];
  }
  return { runId, traceId: runId.replaceAll("-", ""), startedAt, spans };
}
