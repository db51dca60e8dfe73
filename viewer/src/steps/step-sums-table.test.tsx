// @vitest-environment happy-dom
import type { StepSums } from "@runline/contract";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, onTestFinished } from "vitest";
import type { StepsFilter } from "../models/steps-filter.ts";
import { StepSumsTable } from "./step-sums-table.tsx";

const SUMS = Array.from({ length: 40 }, (_, index): StepSums => ({
  kind: "action",
  name: `ACTION_${index}`,
  steps: 100 - index,
  errors: 0,
}));

async function renderTable(filter: Partial<StepsFilter>) {
  const host = document.createElement("div");
  onTestFinished(() => render(null, host));
  await act(() => render(<StepSumsTable filter={{ scope: {}, ...filter }} sums={SUMS} onSort={() => {}} />, host));
  const rows = [...host.querySelectorAll("tbody .row-link")].map(({ textContent }) => textContent);
  return { rows, more: host.querySelector(".all-names") };
}

it("shows the first names of the order, and the one that is chosen, until all are asked for", async () => {
  const few = await renderTable({ kind: "action", name: "ACTION_30" });
  expect(few.rows).toHaveLength(13);
  expect(few.rows.at(-1)).toBe("action ACTION_30");
  expect(few.more?.textContent).toBe("All 40 names");
  expect(few.more?.getAttribute("href")).toBe("/steps?kind=action&name=ACTION_30&names=all");

  const all = await renderTable({ names: "all" });
  expect(all.rows).toHaveLength(40);
  expect(all.more?.textContent).toBe("Fewer names");
});
