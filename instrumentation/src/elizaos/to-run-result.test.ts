import { expect, it } from "vitest";
import { toRunResult } from "./to-run-result.ts";

const reply = { didRespond: true, responseContent: { text: "Good day." } };
const silence = { didRespond: false, responseContent: null };
const ended = (status: string, error?: string) => ({ end: { status, error, at: 0 }, isAnnounced: true });

it.each(["completed", "self", "muted", "off", "replaced", "noMessageId"])(
  "a run that elizaOS ends as %s is completed, with that as its outcome",
  (status) => {
    expect(toRunResult(ended(status), silence)).toMatchObject({ status: "completed", outcome: status });
  },
);

it("a run that elizaOS calls completed but names an error for is an error", () => {
  expect(toRunResult(ended("completed", "503"), reply)).toEqual({ status: "error", error: "503", output: "Good day." });
});

it("a run that elizaOS ends as an error or a timeout is that", () => {
  expect(toRunResult(ended("error"), silence)).toMatchObject({ status: "error" });
  expect(toRunResult(ended("timeout"), silence)).toMatchObject({ status: "timeout" });
});

it("a run that was announced, answered nothing and never ended was superseded", () => {
  expect(toRunResult({ isAnnounced: true }, silence)).toMatchObject({ status: "completed", outcome: "superseded" });
});

it("a run of a message service that reports no end is completed when it has answered", () => {
  expect(toRunResult({ isAnnounced: true }, reply)).toMatchObject({ outcome: "completed" });
  expect(toRunResult({ isAnnounced: false }, silence)).toMatchObject({ outcome: "completed" });
});
