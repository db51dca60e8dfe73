import type { RunDetail, RunEvent } from "@runline/contract";
import { expect } from "vitest";
import { findRun, type Findings } from "./conversation.ts";
import {
  toReportedOutline,
  toReportedSteps,
  toTrueOutline,
  toTrueSteps,
  type Outline,
  type TimedTruth,
} from "./outline.ts";
import type { Between, TrueRun } from "./start-agent.ts";
import { readWholeSpans, type WholeSpan } from "../../test-support/read-whole-spans.ts";

/**
 * How far a reported time may be off. The SDK reads two clocks one after the other, takes the one in whole ms for the start
 * and adds what the other says for the end; a busy machine lets a moment go by between the two (28 ms were seen).
 */
const CLOCK_MS = 100;

/** A run of which everything that Runline says has been found to be true. */
export interface Compared {
  run: TrueRun;
  truth: Outline;
  detail: RunDetail;
  spans: WholeSpan[];
}

/** Ends that come before elizaOS looks the room up, and with the room its name. */
const ENDS_BEFORE_ROOM = ["self", "muted", "off"];

/** Compares everything that the API says about the run of a message with what really happened. */
export async function expectTruth(findings: Findings, says: string): Promise<Compared> {
  const { client, agentId, reported } = findings;
  const run = findRun(findings, says);
  const truth = toTrueOutline(run);
  const detail = await client.getRun(agentId, run.runId);
  const spans = await readWholeSpans(client, agentId, run.runId, ["composed_state", "context_provider"]);

  expect(toReportedOutline(detail, spans)).toEqual(truth);
  const messageId = run.messageId ?? run.runId; // nobody knows another id of a message that has none
  expect(detail.summary).toMatchObject({
    messageId,
    roomId: run.roomId,
    entityId: run.entityId,
    metadata: {
      agentName: "Probe",
      ...(ENDS_BEFORE_ROOM.includes(truth.outcome ?? "") ? {} : { roomName: expect.any(String) }),
      entityName: expect.stringContaining("Guest of"),
      source: "example",
    },
  });
  expect(reported.find(({ runId }) => runId === run.runId)).toEqual(detail.summary);
  expectTimes(run, detail, spans);
  expectEvents(detail.events, run, truth);
  return { run, truth, detail, spans };
}

/** Starts and ends lie where they really were, each step's and the run's. */
function expectTimes(run: TrueRun, { summary }: RunDetail, spans: WholeSpan[]): void {
  const reported = toReportedSteps(spans);
  const misplaced = toTrueSteps(run).flatMap((truth, index) => {
    const { startedAt, endedAt } = reported[index] ?? {};
    return isBetween(startedAt, truth.began) && isBetween(endedAt, truth.ended) ? [] : [{ truth, startedAt, endedAt }];
  });
  expect(misplaced).toEqual<{ truth: TimedTruth }[]>([]);

  const { startedAt, endedAt, durationMs } = summary;
  expect([run.began, startedAt, isBetween(startedAt, run.began)]).toEqual([run.began, startedAt, true]);
  expect([run.ended, endedAt, isBetween(endedAt, run.ended)]).toEqual([run.ended, endedAt, true]);
  expect(durationMs).toBeCloseTo((endedAt ?? 0) - startedAt, 2);
}

function isBetween(moment: number | undefined, [earliest, latest]: Between): boolean {
  if (moment === undefined) return false;
  return moment >= (earliest ?? -Infinity) - CLOCK_MS && moment <= (latest ?? Infinity) + CLOCK_MS;
}

/** The events tell the same as the spans: starts and ends in pairs, model calls with the action they were made in. */
function expectEvents(events: RunEvent[], run: TrueRun, truth: Outline): void {
  const ofType = <T extends RunEvent["type"]>(type: T) =>
    events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  const toIds = (list: { data: { actionId: string } }[]) => list.map(({ data }) => data.actionId).sort();
  const timestamps = events.map(({ timestamp }) => timestamp);
  const actionIds = run.steps.flatMap(({ actionId }) => actionId ?? []).sort();

  expect(ofType("RUN_STARTED").map(({ data }) => data.messageId)).toEqual([run.messageId ?? run.runId]);
  expect(ofType("RUN_ENDED").map(({ data }) => data.status)).toEqual([truth.status]);
  expect(toIds(ofType("ACTION_STARTED"))).toEqual(actionIds);
  expect(toIds(ofType("ACTION_COMPLETED"))).toEqual(actionIds);
  expect(ofType("EVALUATOR_COMPLETED")).toHaveLength(truth.counts.evaluators);
  expect(ofType("EMBEDDING_EVENT")).toHaveLength(run.steps.filter(({ kind }) => kind === "embedding").length);
  expect(
    ofType("MODEL_USED")
      .map(({ data }) => `${data.modelType} by ${data.provider} in ${data.actionContext?.actionName ?? "the run"}`)
      .sort(),
  ).toEqual(
    run.steps
      .filter(({ kind }) => kind === "model_call")
      .map(({ name, provider, path }) => `${name} by ${provider} in ${toInnermostAction(path)}`)
      .sort(),
  );
  expect(timestamps).toEqual([...timestamps].sort((a, b) => a - b));
}

function toInnermostAction(path: string): string {
  return [...path.matchAll(/action (\w+)[^>]* >/g)].at(-1)?.[1] ?? "the run";
}
