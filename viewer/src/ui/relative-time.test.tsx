// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, onTestFinished, vi } from "vitest";
import { AppContext } from "../models/app-context.ts";
import { createAppModel } from "../models/create-app-model.ts";
import { RelativeTime } from "./relative-time.tsx";

it("tells an age that is right to the second while one looks", async () => {
  vi.useFakeTimers();
  const model = createAppModel(window);
  const host = document.createElement("div");
  onTestFinished(() => {
    render(null, host);
    model.close();
    vi.useRealTimers();
  });
  await act(() =>
    render(
      <AppContext.Provider value={model}>
        <RelativeTime at={Date.now()} />
      </AppContext.Provider>,
      host,
    ),
  );
  expect(host.textContent).toBe("just now");
  await act(async () => void (await vi.advanceTimersByTimeAsync(3_000)));
  expect(host.textContent).toBe("3 s ago");
});
