import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ChangedRun } from "../records/commit.ts";
import { addToLiveHint, formatLiveHint, parseLiveHint, type LiveHint } from "./live-hint.ts";

const NOTHING: LiveHint = { runs: [], touchedKeys: [] };

function createChange(overrides: Partial<ChangedRun> = {}): ChangedRun {
  const ids = { agentId: randomUUID(), runId: randomUUID(), traceKey: randomUUID() };
  return { ...ids, status: "started", prevStatus: null, ...overrides };
}

const createChanges = (count: number) => Array.from({ length: count }, () => createChange());

describe("live hint", () => {
  test("is read as it was written", () => {
    const hint: LiveHint = { runs: createChanges(3), touchedKeys: [randomUUID()] };
    expect(parseLiveHint(formatLiveHint(hint))).toEqual(hint);
    expect(parseLiveHint(formatLiveHint("anything"))).toBe("anything");
  });

  test("has a run once, from what it was at first to what it is at last", () => {
    const started = createChange();
    const ended = { ...started, status: "completed", prevStatus: "started" } as const;
    const first = addToLiveHint(NOTHING, { runs: [started], touchedKeys: ["a", "b"] });
    expect(addToLiveHint(first, { runs: [ended], touchedKeys: ["b", "c"] })).toEqual({
      runs: [{ ...ended, prevStatus: null }],
      touchedKeys: ["a", "b", "c"],
    });
  });

  test("says that anything may have changed when more has than Postgres takes in one text", () => {
    const changes = createChanges(39).map((run) => ({ ...run, status: "completed", prevStatus: "completed" }) as const);
    const most = addToLiveHint(NOTHING, { runs: changes, touchedKeys: [randomUUID()] });
    expect(parseLiveHint(formatLiveHint(most))).toEqual(most);
    expect(Buffer.byteLength(formatLiveHint(most))).toBeLessThan(8_000);
    const tooMany = addToLiveHint(most, { runs: createChanges(1), touchedKeys: [] });
    expect(tooMany).toBe("anything");
    expect(addToLiveHint(tooMany, { runs: createChanges(1), touchedKeys: [] })).toBe("anything");
  });

  test.each(["", "{}", '{"runs":[{}],"touchedKeys":[]}', "words of a later version"])(
    "may mean anything when it has another form: %s",
    (text) => expect(parseLiveHint(text)).toBe("anything"),
  );
});
