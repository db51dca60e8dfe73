import { startElizaProcess } from "../support/start-eliza-process.ts";

/**
 * Runs a program of this folder with real agents to its end; their spans go to `endpoint`.
 *
 * @returns what the program tells in its last line, `@ ` and JSON
 */
export async function runAgents<Told>(name: string, endpoint: string): Promise<Told> {
  const agents = await startElizaProcess({
    program: [new URL(name, import.meta.url)],
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
  });
  const [, json = ""] = await agents.waitForLine(/^@ (.*)$/m, 120_000);
  await agents.waitForExit();
  const told: Told = JSON.parse(json); // written by our own program
  return told;
}
