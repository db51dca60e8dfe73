import * as z from "zod/mini";

/** Codes of the API's errors. A client may branch on them; messages are for people and may change. */
export const ERROR_CODES = [
  "BAD_REQUEST",
  "UNAUTHORIZED",
  "FORBIDDEN",
  "NOT_FOUND",
  "TOO_MANY_REQUESTS",
  "UNAVAILABLE",
  "INTERNAL",
] as const;
/** @see ERROR_CODES */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Body of every error of the runs API. @example { error: { code: "NOT_FOUND", message: "No run … of agent …" } } */
export const ErrorBody = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
