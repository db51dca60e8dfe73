// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, onTestFinished } from "vitest";
import { Tabs } from "./tabs.tsx";

const NAMES = ["Waterfall", "Events", "Messages"] as const;

it("the arrows go round, Home and End to the ends, and the focus goes along", async () => {
  const selected = signal<(typeof NAMES)[number]>("Waterfall");
  const host = document.createElement("div");
  document.body.append(host);
  onTestFinished(() => {
    render(null, host);
    host.remove();
  });
  const Page = () => (
    <Tabs label="Views" names={NAMES} selected={selected.value} onSelect={(name) => (selected.value = name)}>
      {selected.value}
    </Tabs>
  );
  await act(() => render(<Page />, host));
  const press = async (key: string) => {
    const list = host.querySelector("[role=tablist]");
    await act(() => void list?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));
    expect(document.activeElement?.textContent).toBe(selected.value);
    return selected.value;
  };
  expect([await press("ArrowRight"), await press("ArrowRight"), await press("ArrowRight")]).toEqual([
    "Events",
    "Messages",
    "Waterfall",
  ]);
  expect([await press("ArrowLeft"), await press("ArrowLeft")]).toEqual(["Messages", "Events"]);
  expect([await press("End"), await press("Home")]).toEqual(["Messages", "Waterfall"]);
});
