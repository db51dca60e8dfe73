import type { SpanNode } from "./span-node.ts";

/** Makes a span a detail of the call that another span is or is a detail of, and its own details with it. */
export function linkDetail(detail: SpanNode, outer: SpanNode): void {
  const call = outer.detailOf ?? outer;
  for (const each of [detail, ...detail.details]) {
    each.detailOf = call;
    call.details.push(each);
  }
  detail.details = [];
}
