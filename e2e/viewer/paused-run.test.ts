import { startTelemetry } from "@runline/instrumentation/node";
import { createRunsClient } from "@runline/contract/client";
import { expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";

const viewer = useViewer();

it("a run that waits for a person says so in the list, in its page and by a bar, and goes on as the same run", async () => {
  const { url } = viewer.adapter;
  const options = { endpoint: url, agent: { agentName: "Refund Clerk" }, captureContent: true };
  const asking = startTelemetry(options);
  const token = asking.runTracer.withRun({ input: "My money back" }, (run) => {
    asking.runTracer.startAction({ name: "LOOK_UP_ORDER" }).end();
    return run.pause({ waitsFor: "approval by the shift lead", output: "Refund 40 EUR?" });
  });
  await asking.shutdown();

  const { runs } = await createRunsClient({ baseUrl: url }).listAllRuns();
  const page = await viewer.open(`${url}/${runs[0]?.agentId}`);
  const row = page.locator(".run-list tbody tr");
  await expect.poll(() => row.locator(".row-link").textContent()).toBe("Waiting: My money back");
  await expect
    .poll(() => row.locator(".cell-cause").textContent())
    .toMatch(/^waiting for approval by the shift lead \d+ s$/);
  await expect.poll(() => row.locator(".run-sketch .is-wait").count()).toBe(1);
  await row.locator(".row-link").click();
  const badge = page.locator(".run-header .status-badge");
  await expect.poll(() => badge.textContent()).toBe("Waiting");
  const line = page.getByRole("note", { name: "What the run waits for" });
  await expect.poll(() => line.textContent()).toMatch(/^waiting for approval by the shift lead \d+ s, since /);
  await line.getByRole("button", { name: "Go to it" }).click();
  const wait = page.getByRole("row", { name: /waiting for approval by the shift lead/ });
  await expect.poll(() => wait.getAttribute("aria-selected")).toBe("true");
  await expect.poll(() => wait.locator(".bar.is-wait.is-open").count()).toBe(1);

  const going = startTelemetry(options);
  going.runTracer.withRun({ resume: token, input: "Approved" }, (run) => {
    going.runTracer.startAction({ name: "SEND_REFUND" }).end();
    run.end({ output: "On its way" });
  });
  await going.shutdown();
  await expect.poll(() => badge.textContent()).toBe("Completed");
  await expect.poll(() => line.count()).toBe(0);
  await expect.poll(() => page.locator(".bar.is-wait").count()).toBe(1);
  await expect.poll(() => page.locator(".bar.is-open, .run-end").count()).toBe(0);
  await page.getByRole("row", { name: /action SEND_REFUND/ }).waitFor();
  await expect.poll(() => page.locator(".time-shares").textContent()).toContain("Waited");
  const chips = page.getByRole("toolbar", { name: "Kinds shown" });
  await expect.poll(() => chips.textContent()).toContain("Waiting 1");
  await expect.poll(() => chips.textContent()).not.toContain("Infrastructure");
  await chips.getByRole("button", { name: "Waiting" }).click();
  await expect.poll(() => page.locator(".bar.is-wait").count()).toBe(0);
  await page.getByRole("tab", { name: "Messages" }).click();
  const messages = page.locator(".messages");
  await expect.poll(() => messages.textContent()).toMatch(/On its way.*My money back.*Refund 40 EUR\?.*Approved/s);
});
