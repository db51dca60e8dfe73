import { hash } from "node:crypto";
import { readConversation, type StepContent } from "@runline/contract";

/** Beginnings that are remembered for one answer: 12 MB. Prompts that begin in another way are then told whole. */
const MAX_BEGINNINGS = 100_000;

/** Takes out of prompts what earlier ones began with: a run of 50 calls sends its first message 50 times. */
export interface KnownPrompts {
  /** The messages of the prompt that are new, and how many are not. Content that is not a conversation stays as it is. */
  takeNew(prompt: unknown): Pick<StepContent, "input" | "repeated">;
}

/**
 * Remembers each beginning of each prompt by its hash. The longest one that is known counts, whichever prompt it is of: between two
 * calls of one conversation there may be those of another.
 */
export function createKnownPrompts(): KnownPrompts {
  const beginnings = new Set<string>();
  return {
    takeNew(prompt) {
      const messages = readConversation(prompt);
      if (messages === undefined) return prompt === undefined ? {} : { input: prompt };
      let repeated = 0;
      let beginning = "";
      for (const [index, message] of messages.entries()) {
        beginning = hash("md5", beginning + JSON.stringify(message), "base64url");
        if (repeated === index && beginnings.has(beginning)) repeated += 1;
        else if (beginnings.size < MAX_BEGINNINGS) beginnings.add(beginning);
      }
      const rest = messages.slice(repeated);
      return { ...(rest.length > 0 && { input: rest }), ...(repeated > 0 && { repeated }) };
    },
  };
}
