import { expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun } from "./sample-run.ts";
import { sendPlainTrace } from "./sample-trace.ts";
import { sendRuns } from "./send-runs.ts";

const viewer = useViewer({ engine: "pglite" }); // as one who tries Runline has it

it("while no run has come, one picks what the agent is made with and sees what has arrived, until the first run is there", async () => {
  const { url } = viewer.adapter;
  const page = await viewer.open(url);
  await page.getByText("Nothing yet, of any kind").waitFor();
  await page.getByRole("button", { name: "Python" }).click();
  await page.getByRole("button", { name: "Pydantic AI" }).click();
  await page.getByText("logfire.instrument_pydantic_ai()", { exact: false }).first().waitFor();
  await page.getByText(`export OTEL_EXPORTER_OTLP_ENDPOINT=${url}`).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Python · Pydantic AI" }).waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Pydantic AI" }).getAttribute("aria-pressed")).toBe("true");

  await fetch(`${url}/v1/traces`, { method: "POST", headers: { "content-type": "text/plain" }, body: "spans" });
  const arrivals = page.getByRole("region", { name: "What has arrived so far" });
  await arrivals.getByText("415, once").waitFor();
  await arrivals.getByText("export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf").waitFor();
  await sendPlainTrace(url, "plain", Date.now() - 30_000, {});
  await arrivals.getByRole("link", { name: "1 trace without a run" }).waitFor();
  await arrivals.getByText("1 request had something wrong, 1 trace had no agent in it.").waitFor();

  await sendRuns(url, [createSampleRun({ seed: "first", startedAt: Date.now() - 1_000, status: "completed" })]);
  await page.locator(".run-list tbody tr").waitFor();
  await expect.poll(() => arrivals.count()).toBe(0);
});
