import type { RunSpan } from "@runline/contract";
import { describe, expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { alignSiblings } from "./align-siblings.ts";
import type { SpanNode } from "./span-tree.ts";

/** Actions with these names, the span ids of which are their places. */
function toActions(labels: string): SpanNode[] {
  return labels.split(" ").map((label, place) => toNode(createSpan(`${place}`, "run", { kind: "action", label })));
}

function toNode(span: RunSpan): SpanNode {
  const run: SpanNode = { id: "run", label: "run", span: undefined, parent: undefined, children: [] };
  return { id: span.spanId, label: span.label, span, parent: run, children: [] };
}

/** The pairs as text: `a=a` for a step of both, `a=` and `=a` for one of A or B alone, `a~a` for one that has moved. */
function align(a: readonly SpanNode[], b: readonly SpanNode[]): string {
  return alignSiblings(a, b)
    .map((pair) => `${pair.a?.label ?? ""}${pair.isMoved ? "~" : "="}${pair.b?.label ?? ""}`)
    .join(" ");
}

describe("steps beside each other", () => {
  it.each([
    ["the same", "find book reply", "find book reply", "find=find book=book reply=reply"],
    ["left out", "find book reply", "find reply", "find=find book= reply=reply"],
    ["put in", "find reply", "find ask reply", "find=find =ask reply=reply"],
    ["another one", "find book reply", "find pay reply", "find=find book= =pay reply=reply"],
    ["repeated", "find book reply", "find book book book reply", "find=find book=book =book =book reply=reply"],
    ["moved", "pay find book reply", "find book pay reply", "pay~pay find=find book=book reply=reply"],
    ["nothing in common", "find book", "pay", "find= book= =pay"],
  ])("%s", (_, a, b, expected) => {
    expect(align(toActions(a), toActions(b))).toBe(expected);
  });

  it("are told apart by their kind, and calls to the outside by where they went, whatever ids the address has", () => {
    const toCall = (place: string, detail: string) => toNode(createSpan(place, "run", { label: "GET", detail }));
    const evaluator = toNode(createSpan("e", "run", { kind: "evaluator", label: "GET" }));
    const pairs = alignSiblings(
      [toCall("0", "a.example/orders/17 200"), evaluator],
      [toCall("0", "b.example/orders/17 200"), toCall("1", "a.example/orders/4711 503")],
    );
    expect(pairs.map(({ a, b }) => [a?.id, b?.span?.detail])).toEqual([
      [undefined, "b.example/orders/17 200"],
      ["0", "a.example/orders/4711 503"],
      ["e", undefined],
    ]);
  });

  it("are calls of another model where one is asked instead of the other, between what both have", () => {
    const toCall = (label: string) => toNode(createSpan(label, "run", { kind: "model_call", label }));
    const [find] = toActions("find");
    if (!find) throw new Error("There is no action.");
    expect(align([toCall("large"), find], [toCall("small"), find])).toBe("large=small find=find");
    expect(align([toCall("large"), find], [find, toCall("small")])).toBe("large= find=find =small");
    expect(align([toCall("small"), toCall("large")], [toCall("large")])).toBe("small= large=large");
  });
});
