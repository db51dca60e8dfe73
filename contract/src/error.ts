import * as v from "valibot";

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
export const ErrorBody = v.object({
  error: v.object({ code: v.string(), message: v.string() }),
});
export type ErrorBody = v.InferOutput<typeof ErrorBody>;
