import { expect, it } from "vitest";
import { formatTraceMark, parseTraceMark, TRACE_STATE_KEY } from "./trace-mark.ts";

const runId = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";

it.each([
  { runId, isInModelCall: false },
  { runId, isInModelCall: true },
  { runId: undefined, isInModelCall: true },
])("a mark is read as it was written, whatever other members are around it (%o)", (mark) => {
  const value = formatTraceMark(mark);
  expect(value).toMatch(/^[0-9a-z.]+$/); // as W3C allows
  expect(parseTraceMark(`rojo=00f067aa0ba902b7, ${TRACE_STATE_KEY}=${value},congo=t61rcWkgMzE`)).toEqual(mark);
});

it.each(["", "rojo=1", "runline", "runline=", "runline=…", "runline=0a4f.calls", "notrunline=call", ",,="])(
  "anything else tells nothing (%s)",
  (traceState) => {
    expect(parseTraceMark(traceState)).toEqual({ runId: undefined, isInModelCall: false });
  },
);
