import { expect, it } from "vitest";
import { createViewModel } from "./create-view-model.ts";
import { fromPageView, toPageView, toWholeTracePath, type PageView } from "./page-view.ts";

const read = (address: string) => toPageView(Object.fromEntries(new URLSearchParams(address)));

it.each<[string, PageView]>([
  ["", {}],
  [
    "?view=table&q=503+%26+more&state=failed&sort=duration&order=asc",
    { view: "Table", q: "503 & more", state: "failed", sort: "duration", order: "asc" },
  ],
  ["?span=a1b2c3d4e5f60718&tab=input", { span: "a1b2c3d4e5f60718", tab: "Input / Output" }],
  [
    "?hide=infrastructure.context_provider&rows=closed&fold=a1.tries%3Ab2",
    { hide: ["infrastructure", "context_provider"], rows: "closed", fold: ["a1", "tries:b2"] },
  ],
  ["?t=-0.5..1200.125&path=1&compress=1", { t: { from: -0.5, to: 1_200.125 }, path: true, compress: true }],
])("the address %j says what is shown, either way", (address, view) => {
  expect(read(address)).toEqual(view);
  expect(fromPageView(view)).toBe(address);
});

it("what is malformed is as if it were missing", () => {
  expect(read("?view=flame&hide=x&rows=1&t=5..5&path=0&state=gone&sort=size&order=up&fold=..")).toEqual({});
});

it("a link made for Jaeger names a span or what is searched for; what the address says itself counts more", () => {
  expect(read("?uiFind=a1b2c3d4e5f60718")).toEqual({ span: "a1b2c3d4e5f60718" });
  expect(read("?uiFind=refused")).toEqual({ q: "refused" });
  expect(read("?uiFind=refused&q=503")).toEqual({ q: "503" });
});

it("of many rows that were switched, an address names the last ones", () => {
  const fold = Array.from({ length: 300 }, (_, index) => `row${index}`);
  const kept = read(fromPageView({ fold })).fold;
  expect([kept?.length, kept?.at(-1)]).toEqual([200, "row299"]);
});

it("a change to what is shown already is none, so that a key can tell that it did nothing", () => {
  const model = createViewModel({ q: "503", fold: ["a"] });
  const before = model.view.value;
  model.change({ fold: ["a"], tab: undefined });
  expect(model.view.value).toBe(before);
  model.change({ q: undefined });
  expect(model.view.value).toEqual({ fold: ["a"] });
});

it.each([
  [undefined, "/trace/0af7?whole=1"],
  ["b7ad", "/trace/0af7?span=b7ad&whole=1"],
])("leads to the whole of a trace, with the span %s", (span, path) => {
  expect(toWholeTracePath("0af7", span)).toBe(path);
  expect(read(path.split("?", 2)[1] ?? "")).toEqual({ ...(span !== undefined && { span }), whole: true });
});
