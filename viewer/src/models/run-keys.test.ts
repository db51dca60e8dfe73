import { describe, expect, it } from "vitest";
import { findKeyAction } from "./key-line.ts";
import { ROW_KEYS, PAGE_KEYS } from "./run-keys.ts";

/** What the help shows for a key that is not a character. */
const SHOWN: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageUp: "PgUp",
  PageDown: "PgDn",
  Escape: "Esc",
};

describe("keys of the run page", () => {
  it("are all in the help, and the help names no others", () => {
    for (const { shown, actions } of [...ROW_KEYS, ...PAGE_KEYS]) {
      const named = shown.split(" ").filter((word) => word !== "or");
      expect(named.toSorted()).toEqual(
        Object.keys(actions)
          .map((key) => SHOWN[key] ?? key)
          .toSorted(),
      );
    }
  });

  it("mean one thing each: a key of the rows is not a key of the page", () => {
    const keys = [...ROW_KEYS, ...PAGE_KEYS].flatMap(({ actions }) => Object.keys(actions));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("are found by their name, and nothing else is, not even what every object has", () => {
    expect(findKeyAction(ROW_KEYS, "j")).toBe(findKeyAction(ROW_KEYS, "ArrowDown"));
    expect([findKeyAction(ROW_KEYS, "J"), findKeyAction(PAGE_KEYS, "toString")]).toEqual([undefined, undefined]);
  });
});
