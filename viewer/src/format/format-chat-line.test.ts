import type { RunSummary } from "@runline/contract";
import { expect, it } from "vitest";
import { formatChatLine } from "./format-chat-line.ts";

const RUN: RunSummary = {
  runId: "r",
  agentId: "a",
  status: "error",
  startedAt: 0,
  endedAt: 6_200,
  durationMs: 6_200,
  messageId: "m",
  roomId: "a",
  entityId: "u",
  counts: { actions: 1, modelCalls: 1, errors: 1, evaluators: 0 },
  name: "Concierge",
  message: "Book a table",
  cause: {
    spanId: "s",
    text: "BOOK_TABLE › POST tables.example.com: refused",
    path: ["BOOK_TABLE", "POST tables.example.com"],
    fingerprint: "f",
    attempts: 3,
    message: "refused\nby the host",
    durationMs: 3_100,
  },
};

it("says in one line how a run ended, why, and where it is", () => {
  expect(formatChatLine(RUN, "http://127.0.0.1:4318/a/runs/r")).toBe(
    "Error · Book a table · Concierge · 6.20 s · BOOK_TABLE › POST tables.example.com: refused by the host (3 tries, 3.10 s, 50 % of the run) · http://127.0.0.1:4318/a/runs/r",
  );
});

it("says of a good run, and of one that is lost, what is known", () => {
  const { cause: _, message: __, ...good } = { ...RUN, status: "completed" as const };
  expect(formatChatLine(good, "http://x/")).toBe("Completed · Concierge · 6.20 s · http://x/");
  const { durationMs: ___, ...lost } = { ...good, status: "started" as const, lost: true };
  expect(formatChatLine(lost, "http://x/")).toBe("Lost · Concierge · http://x/");
});
