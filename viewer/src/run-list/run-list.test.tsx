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
        <RunList agentId={AGENT_ID} runs={[run]} onRoom={() => {}} />
      </AppContext.Provider>,
      host,
    ),
  );
  const cells = [...host.querySelectorAll("tbody td")];
  return Object.fromEntries(cells.map((cell) => [cell.classList.item(0) ?? "", cell.textContent ?? ""]));
}

it("shows the beginning of the ids of a sender and a room without names", async () => {
  expect(await renderCells(RUN)).toMatchObject({ "cell-from": "5f1d7a8e", "cell-room": "Room 5f1d7a8e" });
});

it("shows a dash for a sender and a room that are not known, for which the API gives the id of the agent", async () => {
  const cells = await renderCells({ ...RUN, roomId: AGENT_ID, entityId: AGENT_ID });
  expect(cells).toMatchObject({ "cell-from": "–", "cell-room": "–" });
});

it("shows a session and a user as they were sent", async () => {
  const cells = await renderCells({ ...RUN, metadata: { conversationId: "s-42", userId: "ada@example.com" } });
  expect(cells).toMatchObject({ "cell-from": "ada@example.com", "cell-room": "s-42" });
});

it("says why a run failed by the step that did, and what was asked", async () => {
  const cause = {
    spanId: "1",
    text: "BOOK_TABLE: no table, 3 tries",
    path: ["BOOK_TABLE"],
    fingerprint: "f",
    attempts: 3,
  };
  const cells = await renderCells({
    ...RUN,
    status: "error",
    message: "Book a table",
    cause,
    metadata: { error: "no" },
  });
  expect(cells["cell-error"]).toBe("BOOK_TABLE: no table, 3 tries");
  expect(cells["cell-started"]).toContain("Book a table");
});

it("says how many steps failed of a run that completed in spite of them", async () => {
  expect(await renderCells(RUN)).toMatchObject({ "cell-error": "" });
  const cells = await renderCells({ ...RUN, counts: { ...RUN.counts, errors: 1 } });
  expect(cells).toMatchObject({ "cell-error": "1 step failed" });
});
