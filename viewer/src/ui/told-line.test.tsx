// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, onTestFinished, vi } from "vitest";
import { ToldLine, UNTOLD } from "./told-line.tsx";

it("says the same words again as something new, which screen readers announce, and is gone after a moment", async () => {
  vi.useFakeTimers();
  const told = signal(UNTOLD);
  const host = document.createElement("div");
  onTestFinished(() => {
    render(null, host);
    vi.useRealTimers();
  });
  await act(() => render(<ToldLine told={told} />, host));
  const line = host.querySelector("output");
  const tell = (count: number) => act(() => void (told.value = { words: "Nothing failed.", count }));
  await tell(1);
  const first = line?.firstElementChild;
  await act(async () => void (await vi.advanceTimersByTimeAsync(3_000)));
  await tell(2);
  expect(host.querySelector("output")).toBe(line); // a live region has to be there before what it says
  expect(line?.firstElementChild).not.toBe(first);
  expect(line?.textContent).toBe("Nothing failed.");
  // The moment begins anew.
  await act(async () => void (await vi.advanceTimersByTimeAsync(3_000)));
  expect(line?.textContent).toBe("Nothing failed.");
  await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)));
  expect(line?.textContent).toBe("");
});
