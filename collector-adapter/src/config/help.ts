import { LOG_LEVELS } from "./parse-command.ts";
import { DEFAULT_HOST, DEFAULT_PORT } from "./parse-doors.ts";
import { DEFAULT_CONNECTIONS, DEFAULT_DATA_DIR } from "./parse-storage.ts";

const DEFAULT_ADDRESS = `http://127.0.0.1:${DEFAULT_PORT}`;

export const HELP = `Runline: a timeline of what your AI agents do.
Receives OpenTelemetry traces, keeps them, and shows every run in the browser.

Usage: runline [options]
       runline import --from SOURCE    takes over the runs of an elizaOS database; see runline import --help
       runline rebuild [options]       computes all runs again; see runline rebuild --help
       runline delete --agent ID …     deletes runs for good; see runline delete --help

Options (and the variable that sets the same):
  --port N            port for everything: traces, API, viewer   RUNLINE_PORT      ${DEFAULT_PORT}; 0 = any free one
  --grpc-port N       one more, where SDKs send OTLP over gRPC   RUNLINE_GRPC_PORT  4317 where that is free; 0 = none
  --host H            address to listen on                       RUNLINE_HOST      ${DEFAULT_HOST}: 127.0.0.1 and ::1
  --data-dir DIR      where the embedded database keeps its files  RUNLINE_DATA_DIR  ${DEFAULT_DATA_DIR}
  --durable           let that survive power cuts as well        RUNLINE_DURABLE   off; 1 = on
  --database-url URL  use this Postgres instead                  DATABASE_URL      postgres://user:password@host:5432/name
  --database-connections N  at most so many connections to it   RUNLINE_DATABASE_CONNECTIONS  ${DEFAULT_CONNECTIONS}
  --token T           require "Authorization: Bearer T"          RUNLINE_TOKEN     needed for any host but loopback
  --allow-host NAME   answer under this name without a token, too  RUNLINE_ALLOW_HOST  several: again, or with commas in the variable
  --cors-origin ORIGIN  let agents in pages of this origin send  RUNLINE_CORS_ORIGIN  such as http://localhost:3000; several: the same
  --base-path PATH    where a proxy shows Runline                RUNLINE_BASE_PATH  such as /runline
  --keep DAYS         drop whole days older than this, such as 30d  RUNLINE_KEEP    nothing is dropped
  --keep-bytes SIZE   drop the oldest days beyond this, such as 20GB  RUNLINE_KEEP_BYTES  nothing is dropped
  --link NAME=URL     a way from runs and spans to another program  RUNLINE_LINKS  http://127.0.0.1:16686/trace/{traceId}
  --prices FILE       prices of your own for calls that tell none  RUNLINE_PRICES    JSON, see docs/costs.md
  --no-price-estimates  do not estimate by the public price list  RUNLINE_PRICE_ESTIMATES  on; 0 = off
  --help              this text
  --version           the version

RUNLINE_LOG_LEVEL sets what goes to stderr: ${LOG_LEVELS.join(", ")} (warn).

Send traces: point any OpenTelemetry SDK at it, OTEL_EXPORTER_OTLP_ENDPOINT=${DEFAULT_ADDRESS}
Look at them: open ${DEFAULT_ADDRESS} in a browser.
`;

export const REBUILD_HELP = `Computes all runs again from the spans that are kept, with the prices of today. Where nothing was wrong, and no
price is another one, nothing changes.
With the embedded database, stop Runline first; with Postgres it may go on running.

Usage: runline rebuild [options]

Options (and the variable that sets the same):
  --data-dir DIR      where the embedded database keeps its files  RUNLINE_DATA_DIR  ${DEFAULT_DATA_DIR}
  --durable           let that survive power cuts as well        RUNLINE_DURABLE   off; 1 = on
  --database-url URL  use this Postgres instead                  DATABASE_URL      postgres://user:password@host:5432/name
  --database-connections N  at most so many connections to it   RUNLINE_DATABASE_CONNECTIONS  ${DEFAULT_CONNECTIONS}
  --prices FILE       prices of your own for calls that tell none  RUNLINE_PRICES    JSON, see docs/costs.md
  --no-price-estimates  do not estimate by the public price list  RUNLINE_PRICE_ESTIMATES  on; 0 = off
  --help              this text
`;

export const DELETE_HELP = `Deletes runs for good: their spans with all content, and whatever else is stored of them.
With the embedded database, stop Runline first; with Postgres it may go on running.
Says at the end how many runs and spans are gone, and counts what is left of them in all tables: 0.

Usage: runline delete --agent ID | --room ID | --user ID | --run ID [options]

What to delete, one of:
  --agent ID          all runs of an agent
  --room ID           all runs in a room; a conversation's or session's own id is understood, too
  --user ID           all runs that a user has asked for (entityId in the API); a user's own id is understood, too
  --run ID            one run
Where others have runs in the same trace, theirs stay.

Options (and the variable that sets the same):
  --yes               do not ask; needed where nobody can be asked
  --data-dir DIR      where the embedded database keeps its files  RUNLINE_DATA_DIR  ${DEFAULT_DATA_DIR}
  --durable           let that survive power cuts as well        RUNLINE_DURABLE   off; 1 = on
  --database-url URL  use this Postgres instead                  DATABASE_URL      postgres://user:password@host:5432/name
  --database-connections N  at most so many connections to it   RUNLINE_DATABASE_CONNECTIONS  ${DEFAULT_CONNECTIONS}
  --help              this text
`;
