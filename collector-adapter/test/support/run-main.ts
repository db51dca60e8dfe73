import { fileURLToPath } from "node:url";
import { cleanEnvironment } from "../../../test-support/start-adapter.ts";
import { startProcess } from "../../../test-support/start-process.ts";
import { findWorkspaceCode, QUICK_START } from "../../../test-support/workspace-code.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Runs the command to its end. */
export async function runMain(args: string[], env: Record<string, string> = {}) {
  const { flags, adapter } = await findWorkspaceCode();
  const child = startProcess(process.execPath, [QUICK_START, ...flags, adapter, ...args], {
    cwd: root,
    env: { ...cleanEnvironment(), ...env },
  });
  const code = await child.waitForExit();
  return { code, output: child.output() };
}
