import type { SpansLine } from "@runline/contract";
import { describe, expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { createSpanSource } from "./create-span-source.ts";

/** A source, and what it showed at each change. */
function createShown() {
  const source = createSpanSource();
  const shown: string[] = [];
  source.spans.subscribe((spans) => void shown.push(spans?.map(({ spanId }) => spanId).join(" ") ?? "nothing"));
  const afters: (string | undefined)[] = [];
  const answer = (...lines: SpansLine[]) =>
    source.refresh(async ({ after, onLine, onRead }) => {
      afters.push(after);
      for (const line of lines) {
        onRead?.(10);
        onLine(line);
      }
    });
  return { source, shown, afters, answer };
}

const toLine = (...ids: string[]): SpansLine => ({ spans: ids.map((id) => createSpan(id)) });

describe("the spans of a waterfall", () => {
  it("are shown while the first answer comes, each time that there are twice as many, and at its end", async () => {
    const { source, shown, answer } = createShown();
    const progress: unknown[] = [];
    source.progress.subscribe((value) => progress.push(value));
    const lines = ["a b", "c", "d", "e"].map((ids) => toLine(...ids.split(" ")));
    await answer({ total: 5, isWhole: true }, ...lines, { cursor: "1" });
    expect(shown).toEqual(["nothing", "a b", "a b c d", "a b c d e"]);
    expect(progress).toEqual([
      undefined,
      ...[0, 2, 3, 4, 5, 5].map((received, line) => ({ received, total: 5, bytes: (line + 1) * 10 })),
      undefined,
    ]);
  });

  it("are all shown as soon as all have come, though the answer goes on, and once more only when it tells more", async () => {
    const { shown, answer } = createShown();
    await answer({ total: 3, isWhole: true }, toLine("a", "b"), toLine("c"), { cursor: "1" });
    expect(shown).toEqual(["nothing", "a b", "a b c"]);
    const early = createShown();
    await early.answer({ total: 3, isWhole: true }, toLine("a", "b"), toLine("c"), toLine("b"), toLine("d"), {
      cursor: "1",
    });
    expect(early.shown).toEqual(["nothing", "a b", "a b c", "a b c d"]);
  });

  it("become what has changed, at the end of the answer that tells it, which asks after the one before", async () => {
    const { source, shown, afters, answer } = createShown();
    await answer({ isWhole: true }, toLine("a", "b", "c"), { cursor: "1" });
    await answer(
      { isWhole: false },
      { gone: ["b"] },
      { spans: [createSpan("c", "a"), createSpan("d")] },
      { cursor: "2" },
    );
    expect(shown).toEqual(["nothing", "a b c", "a c d"]);
    expect(source.find("c")?.parentSpanId).toBe("a");
    expect([source.find("b"), source.find(undefined)]).toEqual([undefined, undefined]);
    await answer({ isWhole: false }, { cursor: "2" });
    expect(shown).toHaveLength(3);
    expect(afters).toEqual([undefined, "1", "2"]);
  });

  it("stay on screen while a server that has forgotten them tells all of them again", async () => {
    const { shown, answer } = createShown();
    await answer({ isWhole: true }, toLine("a", "b"), { cursor: "1" });
    await answer({ isWhole: true }, toLine("b"), toLine("c"), { cursor: "2" });
    expect(shown.slice(-2)).toEqual(["a b", "b c"]);
  });

  it("stay, and are asked for after the same answer, when the next one breaks off", async () => {
    const { source, afters, answer } = createShown();
    await answer({ isWhole: true }, toLine("a"), { cursor: "1", cut: { spans: 7 } });
    expect(source.cut.value).toEqual({ spans: 7 });
    await expect(
      source.refresh(async ({ onLine }) => {
        onLine({ isWhole: true });
        throw new Error("gone");
      }),
    ).rejects.toThrow("gone");
    expect(source.spans.value).toHaveLength(1);
    await answer({ isWhole: false }, { cursor: "2" });
    expect(afters.at(-1)).toBe("1");
    expect(source.cut.value).toBeUndefined();
  });
});
