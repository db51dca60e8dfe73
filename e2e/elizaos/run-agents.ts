import { fileURLToPath } from "node:url";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import { startProcess } from "../../test-support/start-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs a program of this folder with real agents to its end; their spans go to `endpoint`.
 *
 * @returns what the program tells in its last line, `@ ` and JSON
 */
export async function runAgents<Told>(name: string, endpoint: string): Promise<Told> {
  const program = fileURLToPath(new URL(name, import.meta.url));
  const agents = startProcess(process.execPath, ["--import", "tsx", "--conditions=source", program], {
    cwd: root,
    env: { ...cleanEnvironment(), OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, LOG_LEVEL: "fatal" },
  });
  const [, json = ""] = await agents.waitForLine(/^@ (.*)$/m, 120_000);
  await agents.waitForExit();
  const told: Told = JSON.parse(json); // written by our own program
  return told;
}
