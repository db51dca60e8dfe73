// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, onTestFinished } from "vitest";
import { RunPaging, type RunPagingProps } from "./run-paging.tsx";

async function renderPaging(props: Partial<RunPagingProps>): Promise<string> {
  const host = document.createElement("div");
  onTestFinished(() => render(null, host));
  const none = { pageNumber: 1, onFirst: undefined, onPrevious: undefined, onNext: undefined };
  await act(() => render(<RunPaging total={0} noun="run" {...none} {...props} />, host));
  return host.textContent ?? "";
}

it("says how many there are, of how many pages, and no more than it knows", async () => {
  expect(await renderPaging({ total: 12 })).toBe("12 runs");
  expect(await renderPaging({ total: 120 })).toContain("120 runs · page 1 of 3");
  expect(await renderPaging({ total: 2_000, totalIsAtLeast: true, onNext: () => {} })).toContain(
    "2,000+ runs · page 1First",
  );
});

it("says how far a search has looked, and offers to look further", async () => {
  const words = await renderPaging({ total: 3, totalIsAtLeast: true, searchedTo: 1_795_393_454_513, onNext: () => {} });
  expect(words).toMatch(/^3\+ runs · page 1 · searched back to .*Look further$/);
});
