import * as v from "valibot";

/** Largest content attribute, in characters of JSON. What is longer is cut inside, so it stays valid JSON. */
export const MAX_CONTENT_CHARS = 16_384;

/** How many characters are missing where something was cut, or more: what a sender cut off before is not known. */
const Cut = v.optional(v.number());

const TextPart = v.object({ type: v.literal("text"), content: v.string(), cut: Cut });
const ReasoningPart = v.object({ type: v.literal("reasoning"), content: v.string(), cut: Cut });
const ToolCallPart = v.object({
  type: v.literal("tool_call"),
  id: v.optional(v.string()),
  name: v.string(),
  arguments: v.optional(v.unknown()),
});
const ToolResultPart = v.object({
  type: v.literal("tool_result"),
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  result: v.unknown(),
});
const media = { name: v.optional(v.string()), mimeType: v.optional(v.string()), url: v.optional(v.string()), cut: Cut };
const ImagePart = v.object({ type: v.literal("image"), ...media });
const FilePart = v.object({ type: v.literal("file"), ...media });
const OtherPart = v.object({ type: v.literal("other"), value: v.unknown() });

/**
 * A piece of a message. `cut` says how many characters of it are missing; an image or a file that was sent along has its bytes
 * in a `data:` address, or is missing whole. `other` is what no instrumentation has a word for.
 *
 * @example { type: "tool_call", id: "call_1", name: "get_weather", arguments: { city: "Paris" } }
 */
export const ContentPart = v.variant("type", [
  TextPart,
  ReasoningPart,
  ToolCallPart,
  ToolResultPart,
  ImagePart,
  FilePart,
  OtherPart,
]);
export type ContentPart = v.InferOutput<typeof ContentPart>;

/**
 * One message of a conversation: who says it (`system`, `user`, `assistant`, `tool` or the sender's own word) and what.
 * `omitted` on a message without parts: so many messages stood in its place and were left out, for there were too many.
 *
 * @example { role: "user", parts: [{ type: "text", content: "What is the weather in Paris?" }] }
 */
export const ContentMessage = v.object({
  role: v.string(),
  name: v.optional(v.string()),
  parts: v.array(ContentPart),
  omitted: v.optional(v.number()),
});
export type ContentMessage = v.InferOutput<typeof ContentMessage>;

const ContentMessages = v.pipe(v.array(ContentMessage), v.minLength(1));

/**
 * The messages in the `input` or `output` of a span; `undefined` when they are another JSON value, such as the arguments of an
 * action. Both have this form whichever instrumentation sent them.
 *
 * @example readConversation(span.input)?.map(({ role }) => role) // ["system", "user"]
 */
export function readConversation(content: unknown): ContentMessage[] | undefined {
  const { success, output } = v.safeParse(ContentMessages, content);
  return success ? output : undefined;
}
