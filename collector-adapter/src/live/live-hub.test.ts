import { describe, expect, test } from "vitest";
import type { ChangedRun } from "../records/commit.ts";
import { createLiveHub, type LiveEvent } from "./live-hub.ts";

function createChange(overrides: Partial<ChangedRun> = {}): ChangedRun {
  return {
    agentId: "agent",
    runId: "run",
    traceKey: "trace",
    status: "started",
    prevStatus: null,
    ...overrides,
  };
}
const publish = (hub: ReturnType<typeof createLiveHub>, ...runs: ChangedRun[]) =>
  hub.publish({ runs, touchedKeys: [] });

describe("live hub", () => {
  test("sends a run once for a batch, however many of its keys were touched", () => {
    const hub = createLiveHub();
    const names: string[] = [];
    hub.subscribe("agent", ({ name }) => names.push(name));
    hub.publish({ runs: [createChange()], touchedKeys: ["run", "trace", "run"] });
    hub.publish({ runs: [], touchedKeys: ["trace", "run", "unknown"] });
    expect(names).toEqual(["run-started", "run-updated"]);
  });

  test("knows which runs and traces somebody watches", () => {
    const hub = createLiveHub();
    publish(hub, createChange(), createChange({ agentId: "other", runId: "other-run", traceKey: "other-trace" }));
    const unsubscribe = hub.subscribe("agent", () => {});
    expect(["run", "trace", "other-run", "other-trace", "unknown"].map((key) => hub.isWatched([key]))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(hub.isWatched(["other-run", "run"])).toBe(true);
    unsubscribe();
    expect(hub.isWatched(["run"])).toBe(false);
  });

  test("tells those who watch all agents of each run once, and repeats it to them", () => {
    const hub = createLiveHub(() => 5);
    const told: (string | undefined)[] = [];
    const unsubscribe = hub.subscribe(undefined, ({ message }) => told.push(message?.agentId));
    hub.subscribe("agent", () => {});
    publish(hub, createChange(), createChange({ agentId: "another", runId: "other-run" }));
    expect(told).toEqual(["agent", "another"]);
    expect(hub.isWatched(["other-run"])).toBe(true);
    expect(hub.replayAfter(undefined, "5-1")).toMatchObject([{ message: { agentId: "another" } }]);
    unsubscribe();
    publish(hub, createChange({ prevStatus: "started" }));
    expect(told).toHaveLength(2);
    expect(hub.isWatched(["other-run"])).toBe(false);
  });

  test("tells those who look at a run of what else comes of its trace", () => {
    const hub = createLiveHub();
    const told: string[] = [];
    for (const agent of ["agent", "another"]) {
      hub.subscribe(agent, ({ name, message }) => told.push(`${name} ${message?.runId}`));
    }
    const other = createChange({ runId: "inner", agentId: "another", prevStatus: "started" });
    publish(hub, createChange());
    publish(hub, other);
    expect(told).toEqual(["run-started run", "run-updated inner"]);
    hub.show({ runId: "run", agentId: "agent", status: "started", traceKey: "trace" });
    publish(hub, other);
    expect(told.slice(2)).toEqual(["run-updated inner", "run-updated run"]);
  });

  test("tells of a span of no run to those who look at a run of before the start", () => {
    const hub = createLiveHub();
    const told: string[] = [];
    hub.subscribe("agent", ({ name, message }) => told.push(`${name} ${message?.status}`));
    hub.publish({ runs: [], touchedKeys: ["trace"] });
    expect(told).toEqual([]);
    hub.show({ runId: "run", agentId: "agent", status: "completed", traceKey: "trace" });
    hub.publish({ runs: [], touchedKeys: ["trace"] });
    expect(told).toEqual(["run-updated completed"]);
  });

  test("stops sending to whoever has unsubscribed", () => {
    const hub = createLiveHub();
    const names: string[] = [];
    const unsubscribe = hub.subscribe("agent", ({ name }) => names.push(name));
    unsubscribe();
    publish(hub, createChange());
    expect(names).toEqual([]);
  });

  test("repeats the last thousand events, and says so when it has forgotten one", () => {
    const hub = createLiveHub();
    const events: LiveEvent[] = [];
    hub.subscribe("agent", (event) => events.push(event));
    for (let index = 0; index < 1001; index++) publish(hub, createChange({ prevStatus: "started" }));

    const id = (index: number) => events[index]?.id ?? "";
    expect(hub.replayAfter("agent", id(0))).toHaveLength(1000);
    expect(hub.replayAfter("agent", id(999))).toEqual([events[1000]]);
    expect(hub.replayAfter("agent", id(1000))).toEqual([]);
    publish(hub, createChange({ prevStatus: "started" }));
    expect(hub.replayAfter("agent", id(0))).toBeUndefined();
    expect(hub.replayAfter("agent", id(1))).toHaveLength(1000);
  });

  test("tells all who watch that anything may have changed, and those who come back later", () => {
    const hub = createLiveHub();
    const events: LiveEvent[] = [];
    for (const agent of ["agent", "another"]) hub.subscribe(agent, (event) => events.push(event));
    publish(hub, createChange());
    hub.resync();
    publish(hub, createChange({ prevStatus: "started" }));

    expect(events.map(({ name }) => name)).toEqual(["run-started", "resync", "resync", "run-updated"]);
    const id = (index: number) => events[index]?.id ?? "";
    expect(hub.replayAfter("agent", id(0))).toBeUndefined();
    expect(hub.replayAfter("agent", id(1))).toEqual([events[3]]);
    expect(hub.replayAfter("another", id(2))).toEqual([]);
  });

  test("repeats to a client only what belongs to its agent", () => {
    const hub = createLiveHub(() => 5);
    publish(hub, createChange(), createChange({ agentId: "another" }));
    expect(hub.replayAfter("another", "5-0")).toMatchObject([{ message: { agentId: "another", at: 5 } }]);
  });
});
