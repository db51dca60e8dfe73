// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { keepKeys } from "./keep-keys.ts";

const press = (key: string) => document.dispatchEvent(new KeyboardEvent("keydown", { key }));

it("keeps the newest 20 keys, and none that are pressed after its end", () => {
  const kept = keepKeys();
  for (let index = 0; index < 25; index++) press(String(index));
  expect(kept.stop().map(({ key }) => key)).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 5)));
  press("j");
  expect(kept.stop().map(({ key }) => key)).not.toContain("j");
});
