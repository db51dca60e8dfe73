import { describe, expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { toOutsideLinks, toSpanLinkValues } from "./outside-links.ts";

const fill = (url: string, values = {}) => toOutsideLinks([{ name: "There", url }], values).map(({ href }) => href);

describe("links out of Runline", () => {
  it("have what is known in the place of their fields", () => {
    const span = createSpan("b7ad6b7169203331", undefined, { traceId: "0af7", startedAt: 1_000, endedAt: 2_500 });
    expect(fill("https://jaeger/trace/{traceId}?uiFind={spanId}", toSpanLinkValues(span, 9_000))).toEqual([
      "https://jaeger/trace/0af7?uiFind=b7ad6b7169203331",
    ]);
    expect(fill("https://logs/{start}/{end}", toSpanLinkValues(span, 9_000))).toEqual(["https://logs/1000/2500"]);
  });

  it("reach to now for what goes on", () => {
    const { endedAt: _, ...open } = createSpan("a", undefined, { startedAt: 1_000 });
    expect(fill("https://logs/{end}", toSpanLinkValues(open, 9_000))).toEqual(["https://logs/9000"]);
  });

  it("keep a value inside its place, whatever a sender calls itself", () => {
    expect(fill("https://logs/?q={service}&all=0", { service: 'a&all=1#/../"' })).toEqual([
      "https://logs/?q=a%26all%3D1%23%2F..%2F%22&all=0",
    ]);
    expect(fill("https://logs/?q={service}", { service: "{traceId}" })).toEqual(["https://logs/?q=%7BtraceId%7D"]);
  });

  it("are left out where something they name is not known, and where they lead to no web address", () => {
    expect(fill("https://logs/{runId}", { runId: undefined })).toEqual([]);
    expect(fill("https://logs/{constructor}", {})).toEqual([]);
    expect(fill("javascript:alert({start})", { start: 1 })).toEqual([]);
  });

  it("leave JSON in an address as it is", () => {
    expect(fill('https://grafana/?panes={"a":{"q":"{traceId}"}}', { traceId: "0af7" })).toEqual([
      'https://grafana/?panes={"a":{"q":"0af7"}}',
    ]);
  });
});
