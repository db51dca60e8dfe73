import { describe, expect, test } from "vitest";
import { createFacts } from "../../test/support/create-facts.ts";
import type { StoredSpan } from "../records/span-record.ts";
import type { SpanRow } from "../sql/list-spans-of-id.ts";
import { toEndedDetail, toOpenDetail } from "./to-span-detail.ts";

const SENT: StoredSpan = { attributes: { "db.system": "postgresql" }, events: [], links: [] };
const createRow = (type: SpanRow["type"], body: SpanRow["body"] = {}): SpanRow => {
  return { agentId: null, type, facts: createFacts("a", "b", { error: "no rooms" }), body: { span: SENT, ...body } };
};

describe("the details of a span", () => {
  test.each([
    ["action", { options: { city: "Bonn" }, result: "rain" }, [{ city: "Bonn" }, "rain"]],
    ["useModel:TEXT_LARGE", { prompt: "hi", response: "hello" }, ["hi", "hello"]],
    ["run_event", { input: "q", output: "a" }, ["q", "a"]],
    ["span", {}, [undefined, undefined]],
  ] as const)("take what went in and came out from where a row of the type %s has it", (type, body, content) => {
    const { input, output } = toEndedDetail(createRow(type, body));
    expect([input, output]).toEqual(content);
  });

  test("are what was sent beside its bar, and the whole of its error", () => {
    const { traceId } = createFacts("a");
    const own = { spanId: "a", parentSpanId: "b", traceId, name: "a" };
    expect(toEndedDetail(createRow("span"))).toEqual({ ...own, error: "no rooms", ...SENT });
    expect(toOpenDetail({ agentId: null, facts: createFacts("a", "b"), body: SENT })).toEqual({ ...own, ...SENT });
  });
});
