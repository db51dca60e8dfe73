import { rm } from "node:fs/promises";
import { copyDataDir } from "./open-part.ts";
import { startAdapter, type Adapter, type AdapterOptions } from "./start-adapter.ts";

/**
 * Starts an adapter on a fresh database of its own, which `stop` deletes.
 *
 * @example
 * const adapter = await openAdapter({ args: ["--token", "secret"] });
 */
export async function openAdapter(options: AdapterOptions = {}): Promise<Adapter> {
  const dataDir = await copyDataDir("pglite");
  const adapter = await startAdapter(dataDir, options);
  return {
    ...adapter,
    async stop() {
      const code = await adapter.stop();
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}
