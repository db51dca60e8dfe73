// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, onTestFinished } from "vitest";
import type { StepsFilter } from "../models/steps-filter.ts";
import { StepsHead, type StepsHeadProps } from "./steps-head.tsx";

const NOON = Date.UTC(2026, 10, 29, 12);

async function renderHead(props: Partial<StepsHeadProps>): Promise<HTMLElement> {
  const host = document.createElement("div");
  onTestFinished(() => render(null, host));
  const head = {
    filter: { scope: {} },
    shown: 3,
    hasMore: false,
    total: 12,
    searchedTo: undefined,
    onShow: () => {},
    ...props,
  };
  await act(() => render(<StepsHead {...head} />, host));
  return host;
}

it("says which steps are listed, and of how many", async () => {
  const filter: StepsFilter = { scope: {}, kind: "model_call", sort: "start" };
  expect((await renderHead({ filter })).textContent).toBe("Latest model calls3 of 12");
});

it("counts no more than what was looked at, and goes on from there", async () => {
  const shown: StepsFilter[] = [];
  const filter: StepsFilter = { scope: { range: "1h" }, name: "gpt-4o" };
  const host = await renderHead({
    filter,
    shown: 100,
    hasMore: true,
    searchedTo: NOON,
    onShow: (next) => shown.push(next),
  });
  expect(host.textContent).toMatch(/^Slowest steps100\+ steps · searched back to .*Look further$/);
  host.querySelector("button")?.click();
  expect(shown).toEqual([{ ...filter, before: NOON }]);
});

it("does not take a part of the time for all of it", async () => {
  const host = await renderHead({ filter: { scope: {}, before: NOON } });
  expect(host.textContent).toMatch(/^Slowest steps3 steps · of runs before .*Back to the newest$/);
});
