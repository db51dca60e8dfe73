import * as z from "zod/mini";

/** Largest content attribute, in characters of JSON. What is longer is cut inside, so it stays valid JSON. */
export const MAX_CONTENT_CHARS = 16_384;

/** How many characters are missing where something was cut, or more: what a sender cut off before is not known. */
const Cut = z.optional(z.number());

const TextPart = z.object({ type: z.literal("text"), content: z.string(), cut: Cut });
const ReasoningPart = z.object({ type: z.literal("reasoning"), content: z.string(), cut: Cut });
const ToolCallPart = z.object({
  type: z.literal("tool_call"),
  id: z.optional(z.string()),
  name: z.string(),
  arguments: z.optional(z.unknown()),
});
const ToolResultPart = z.object({
  type: z.literal("tool_result"),
  id: z.optional(z.string()),
  name: z.optional(z.string()),
  result: z.unknown(),
});
const media = { name: z.optional(z.string()), mimeType: z.optional(z.string()), url: z.optional(z.string()), cut: Cut };
const ImagePart = z.object({ type: z.literal("image"), ...media });
const FilePart = z.object({ type: z.literal("file"), ...media });
const OtherPart = z.object({ type: z.literal("other"), value: z.unknown() });

/**
 * A piece of a message. `cut` says how many characters of it are missing; an image or a file that was sent along has its bytes
 * in a `data:` address, or is missing whole. `other` is what no instrumentation has a word for.
 *
 * @example { type: "tool_call", id: "call_1", name: "get_weather", arguments: { city: "Paris" } }
 */
export const ContentPart = z.discriminatedUnion("type", [
  TextPart,
  ReasoningPart,
  ToolCallPart,
  ToolResultPart,
  ImagePart,
  FilePart,
  OtherPart,
]);
export type ContentPart = z.infer<typeof ContentPart>;

/**
 * One message of a conversation: who says it (`system`, `user`, `assistant`, `tool` or the sender's own word) and what.
 * `omitted` on a message without parts: so many messages stood in its place and were left out, for there were too many.
 *
 * @example { role: "user", parts: [{ type: "text", content: "What is the weather in Paris?" }] }
 */
export const ContentMessage = z.object({
  role: z.string(),
  name: z.optional(z.string()),
  parts: z.array(ContentPart),
  omitted: z.optional(z.number()),
});
export type ContentMessage = z.infer<typeof ContentMessage>;

const ContentMessages = z.array(ContentMessage).check(z.minLength(1));

/**
 * The messages in the `input` or `output` of a span; `undefined` when they are another JSON value, such as the arguments of an
 * action. Both have this form whichever instrumentation sent them.
 *
 * @example readConversation(span.input)?.map(({ role }) => role) // ["system", "user"]
 */
export function readConversation(content: unknown): ContentMessage[] | undefined {
  return ContentMessages.safeParse(content).data;
}
