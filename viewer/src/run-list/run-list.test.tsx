// @vitest-environment happy-dom
import type { RunSummary } from "@runline/contract";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, onTestFinished } from "vitest";
import { AppContext } from "../models/app-context.ts";
import { createAppModel } from "../models/create-app-model.ts";
import { RunList } from "./run-list.tsx";

const AGENT_ID = "5f1d7a8e-0000-4000-8000-000000000001";
const RUN: RunSummary = {
  runId: "5f1d7a8e-0000-4000-8000-000000000002",
  agentId: AGENT_ID,
  status: "completed",
  startedAt: 1_795_393_454_513,
  endedAt: 1_795_393_455_513,
  durationMs: 1_000,
  messageId: "5f1d7a8e-0000-4000-8000-000000000002",
  roomId: "5f1d7a8e-0000-4000-8000-000000000003",
  entityId: "5f1d7a8e-0000-4000-8000-000000000004",
  counts: { actions: 1, modelCalls: 1, errors: 0, evaluators: 0 },
};

async function renderCells(run: RunSummary): Promise<Record<string, string>> {
  const model = createAppModel(window);
  const host = document.createElement("div");
  onTestFinished(() => {
    render(null, host);
    model.close();
  });
  await act(() =>
    render(
      <AppContext.Provider value={model}>
        <RunList
          runs={[run]}
          ordering={{ sort: "start", isAscending: false }}
          onSort={() => {}}
          toAgentName={() => "Guide"}
          toSameFailures={() => undefined}
        />
      </AppContext.Provider>,
      host,
    ),
  );
  const cells = [...host.querySelectorAll("tbody td")];
  return Object.fromEntries(cells.map((cell) => [cell.classList.item(0) ?? "", cell.textContent ?? ""]));
}

it("shows the beginning of the id of a user without a name, and a dash for one that is not known", async () => {
  expect(await renderCells(RUN)).toMatchObject({ "cell-from": "5f1d7a8e", "cell-agent": "Guide" });
  // The API then gives the id of the agent.
  expect(await renderCells({ ...RUN, entityId: AGENT_ID })).toMatchObject({ "cell-from": "–" });
  expect(await renderCells({ ...RUN, metadata: { userId: "ada@example.com" } })).toMatchObject({
    "cell-from": "ada@example.com",
  });
});

it("names the line by its status and message, and says after it what a good run did", async () => {
  const cells = await renderCells({ ...RUN, message: "Book a table", actions: ["BOOK_TABLE", "REPLY"] });
  expect(cells["cell-message"]).toBe("Completed: Book a table → BOOK_TABLE, REPLY");
});

it("says what a run did where its message was not captured", async () => {
  const cells = await renderCells({ ...RUN, actions: ["BOOK_TABLE"], name: "Guide" });
  expect(cells["cell-message"]).toBe("Completed: BOOK_TABLE");
  expect((await renderCells({ ...RUN, name: "Guide" }))["cell-message"]).toBe("Completed: Guide");
});

it("says why a run failed, and of a good one nothing", async () => {
  const step = { spanId: "1", path: ["PAY", "POST"], message: "no money", text: "PAY › POST: no money" };
  const cause = { ...step, fingerprint: "f", attempts: 2 };
  await expect
    .poll(async () => (await renderCells({ ...RUN, status: "error", cause }))["cell-cause"])
    .toBe("PAY › POSTno money2 tries");
  expect(await renderCells(RUN)).not.toHaveProperty("cell-cause");
});

it("marks a price that is estimated, for the eye and in words", async () => {
  const cells = await renderCells({ ...RUN, cost: { usd: 0.25, atLeast: false, estimated: true } });
  expect(cells["cell-cost"]).toBe("≈ $0.25 estimated");
});

it("shows failed steps of a run that completed in spite of them, tokens, and a price that may be higher", async () => {
  const cells = await renderCells({
    ...RUN,
    counts: { ...RUN.counts, errors: 2 },
    tokens: { input: 1_000, output: 234 },
    cost: { usd: 0.25, atLeast: true },
    models: ["gpt-4o", "o3"],
  });
  expect(cells).toMatchObject({
    "cell-errors": "2",
    "cell-tokens": "1,234",
    "cell-cost": "≥ $0.25",
    "cell-model": "gpt-4o",
  });
  expect(await renderCells(RUN)).toMatchObject({
    "cell-errors": "",
    "cell-tokens": "",
    "cell-cost": "",
    "cell-model": "",
  });
});
