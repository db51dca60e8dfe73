import { startPostgres } from "../../../test-support/start-postgres.ts";
import { openAdapter } from "../../../test-support/open-adapter.ts";
import type { Adapter } from "../../../test-support/start-adapter.ts";
import { startHeaderService, type HeaderService } from "./header-service.ts";

/** What every host of the tests talks to. */
export interface Surroundings {
  adapter: Adapter;
  /** The host's own database, a real Postgres. */
  databaseUrl: string;
  service: HeaderService;
  stop(): Promise<void>;
}

/** Starts Runline, a Postgres and an HTTP service. */
export async function startSurroundings(): Promise<Surroundings> {
  const [adapter, postgres, service] = await Promise.all([openAdapter(), startPostgres(), startHeaderService()]);
  return {
    adapter,
    databaseUrl: postgres.url,
    service,
    async stop() {
      await Promise.all([adapter.stop(), postgres.close(), service.close()]);
    },
  };
}
