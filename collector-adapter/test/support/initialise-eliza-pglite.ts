import { PGlite } from "pglite-elizaos";
import { dropTemplate } from "../../../test-support/drop-template.mjs";

/** Makes a directory of PGlite in the version of elizaOS, which keeps its tables in template1. */
export async function initialiseElizaPGlite(dataDir: string): Promise<void> {
  const database = await PGlite.create(dataDir);
  await dropTemplate("template0", (text) => database.query(text));
  await database.close();
}
