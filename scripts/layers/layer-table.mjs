/**
 * What one layer may import beside itself. A name in parentheses: its types only.
 *
 * @typedef {object} LayerRow
 * @property {string} [layers] layers of the same part, all of them further down in the table
 * @property {string} [packages] npm packages; `node:*` stands for all modules of Node, doors of ours stand whole
 */

/** @typedef {Record<string, Record<string, LayerRow>>} LayerTable from a part to its layers, the outermost first */

/**
 * The direction of all imports in the sources. A layer is a folder of `PART/src` or a file directly in it. What no row allows
 * is refused, and so is a row or a name that the sources do not use: the table is the code.
 *
 * @type {LayerTable}
 */
export const LAYERS = {
  contract: {
    "index.ts": {
      layers:
        "attributes.ts causes-api.ts content.ts cut-text.ts error.ts find-api.ts heartbeat.ts live.ts log-type.ts messages-api.ts notices-api.ts params.ts " +
        "rooms-api.ts run-event.ts run.ts runs-api.ts settings-api.ts span.ts stats-api.ts to-messages.ts trace-mark.ts traces-api.ts uuid.ts",
    },
    "client.ts": {
      layers:
        "causes-api.ts find-api.ts messages-api.ts notices-api.ts (params.ts) requests.ts rooms-api.ts run.ts runs-api.ts settings-api.ts span.ts stats-api.ts traces-api.ts",
    },
    "requests.ts": { layers: "error.ts", packages: "valibot" },
    "traces-api.ts": { packages: "valibot" },
    "settings-api.ts": { packages: "valibot" },
    "find-api.ts": { packages: "valibot" },
    "messages-api.ts": { layers: "run.ts span.ts", packages: "valibot" },
    "notices-api.ts": { packages: "valibot" },
    "causes-api.ts": { packages: "valibot" },
    "rooms-api.ts": { layers: "run.ts", packages: "valibot" },
    "stats-api.ts": { layers: "run.ts span.ts", packages: "valibot" },
    "params.ts": { layers: "run.ts span.ts", packages: "valibot" },
    "runs-api.ts": { layers: "run.ts", packages: "valibot" },
    "live.ts": { layers: "run.ts", packages: "valibot" },
    "run.ts": { layers: "run-event.ts (span.ts)", packages: "valibot" },
    "run-event.ts": { packages: "valibot" },
    "span.ts": { packages: "valibot" },
    "error.ts": { packages: "valibot" },
    "attributes.ts": {},
    "content.ts": { packages: "valibot" },
    "cut-text.ts": {},
    "heartbeat.ts": {},
    "log-type.ts": {},
    "to-messages.ts": {},
    "trace-mark.ts": {},
    "uuid.ts": {},
  },
  instrumentation: {
    elizaos: {
      layers:
        "node (run-tracer.ts) opentelemetry-sdk.ts steps clock.ts to-error.ts run-scope.ts (context-storage.ts) safely.ts settle-within.ts",
      packages: "@opentelemetry/api @runline/contract node:*",
    },
    node: {
      layers:
        "run-tracer.ts opentelemetry-sdk.ts (steps) clock.ts cost.ts content run-scope.ts context-storage.ts safely.ts settle-within.ts",
      packages: "@opentelemetry/api @runline/contract node:*",
    },
    "opentelemetry-sdk.ts": {
      packages:
        "@opentelemetry/context-async-hooks @opentelemetry/core @opentelemetry/exporter-trace-otlp-http @opentelemetry/otlp-exporter-base " +
        "@opentelemetry/resources @opentelemetry/sdk-trace-base",
    },
    "index.ts": { layers: "run-tracer.ts (steps) (cost.ts) (content) (run-scope.ts) (context-storage.ts)" },
    "run-tracer.ts": {
      layers: "version.ts steps cost.ts content context-storage.ts safely.ts",
      packages: "@opentelemetry/api",
    },
    steps: {
      layers: "cost.ts to-error.ts content clock.ts run-scope.ts (context-storage.ts) safely.ts",
      packages: "@opentelemetry/api @runline/contract",
    },
    "cost.ts": { layers: "content" },
    "to-error.ts": { layers: "content", packages: "@runline/contract" },
    content: { layers: "safely.ts", packages: "@runline/contract" },
    "run-scope.ts": { layers: "safely.ts", packages: "@opentelemetry/api" },
    "context-storage.ts": { layers: "safely.ts", packages: "@opentelemetry/api" },
    "safely.ts": { packages: "@opentelemetry/api" },
    "settle-within.ts": {},
    "version.ts": {},
    "clock.ts": {},
  },
  "collector-adapter": {
    "main.ts": {
      layers: "serve.ts listen.ts rebuild-command.ts delete-command.ts config import database process",
      packages: "node:*",
    },
    "index.ts": { layers: "serve.ts listen.ts app.ts config database process" },
    "serve.ts": {
      layers:
        "app.ts listen.ts open-store.ts watch-storage.ts (config) grpc ingest prices http progress-line.ts (database) process",
      packages: "(@runline/contract) node:*",
    },
    "rebuild-command.ts": { layers: "open-store.ts store prices progress-line.ts (database)" },
    "watch-storage.ts": {
      layers: "(config) storage-words.ts store (progress-line.ts) (database) process",
      packages: "node:* (pino)",
    },
    "listen.ts": { layers: "(config)", packages: "node:* (pino)" },
    config: {
      layers: "http import (delete-command.ts) (prices) (database) process uuid.ts",
      packages: "@runline/contract node:*",
    },
    "delete-command.ts": {
      layers: "open-store.ts store live (sql) progress-line.ts (database) process",
      packages: "node:*",
    },
    "open-store.ts": { layers: "store (progress-line.ts) database" },
    "storage-words.ts": { layers: "(store) process" },
    "app.ts": {
      layers: "grpc ingest store runs stats live http (prices) (database)",
      packages: "(@runline/contract) compression express express-rate-limit helmet (pino)",
    },
    grpc: { layers: "ingest otlp http", packages: "@runline/contract node:*" },
    ingest: { layers: "(store) otlp spans http database process (records)", packages: "express node:* (pino) zstddec" },
    store: {
      layers: "spans fold sql database otlp thread (prices) (records) uuid.ts",
      packages: "@runline/contract node:* (pino) tsx valibot",
    },
    runs: {
      layers: "fold spans sql http thread (database) (records) uuid.ts",
      packages: "@runline/contract express node:* tsx valibot",
    },
    stats: { layers: "fold sql http (database)", packages: "@runline/contract express" },
    live: { layers: "http database (records)", packages: "@runline/contract express (pino) valibot" },
    http: {
      layers: "database process",
      packages: "@runline/contract express express-rate-limit node:* (pino) valibot",
    },
    sql: { layers: "database fold (records)", packages: "@runline/contract node:*" },
    database: { layers: "process", packages: "@electric-sql/pglite fs-native-extensions node:* pg" },
    spans: { layers: "fold otlp clean-text.ts uuid.ts (records)", packages: "@runline/contract node:*" },
    prices: { layers: "(fold) process", packages: "@pydantic/genai-prices node:* valibot" },
    records: { layers: "(fold)", packages: "(@runline/contract)" },
    fold: { layers: "clean-text.ts uuid.ts", packages: "@runline/contract node:*" },
    otlp: { layers: "clean-text.ts", packages: "@runline/contract" },
    "clean-text.ts": {},
    "uuid.ts": { packages: "@runline/contract node:*" },
    thread: { packages: "node:*" },
    import: {
      layers: "process progress-line.ts",
      packages: "@runline/contract @runline/contract/client node:* pg pglite-elizaos valibot",
    },
    "progress-line.ts": { packages: "(node:*)" },
    process: { packages: "node:* (pg) pg-connection-string pino" },
  },
  viewer: {
    "main.tsx": { layers: "app.tsx models ui styles", packages: "preact" },
    "app.tsx": { layers: "pages notices models ui", packages: "@runline/contract preact preact-iso" },
    pages: {
      layers: "compare steps run-list run-detail span-table waterfall span-drawer messages charts ui models format",
      packages: "@preact/signals @runline/contract @runline/contract/client preact preact-iso",
    },
    compare: {
      layers: "waterfall ui models format",
      packages: "@preact/signals (@runline/contract) preact",
    },
    steps: { layers: "run-list ui models format", packages: "@runline/contract (preact)" },
    "run-list": {
      layers: "first-run ui models format",
      packages: "@preact/signals @runline/contract preact preact-iso",
    },
    "first-run": { layers: "notices recipes ui models format", packages: "preact-iso" },
    notices: { layers: "ui models format", packages: "@preact/signals (@runline/contract)" },
    "run-detail": { layers: "ui models format", packages: "(@runline/contract) preact preact-iso" },
    "span-table": {
      layers: "waterfall ui models format",
      packages: "preact",
    },
    waterfall: {
      layers: "ui models format",
      packages: "@preact/signals (@runline/contract) preact",
    },
    "span-drawer": { layers: "messages ui models format", packages: "@preact/signals @runline/contract" },
    messages: {
      layers: "ui models format",
      packages: "@preact/signals (@runline/contract) preact preact-iso",
    },
    charts: { layers: "ui models format", packages: "@preact/signals (@runline/contract) preact" },
    ui: { layers: "models format", packages: "@preact/signals (@runline/contract) preact preact-iso" },
    models: {
      layers: "api",
      packages: "@preact/signals @runline/contract @runline/contract/client @tanstack/query-core diff preact",
    },
    api: { packages: "@runline/contract @runline/contract/client eventsource-parser valibot" },
    format: { packages: "@runline/contract" },
    recipes: {},
    styles: {},
  },
};

/**
 * What code of one folder may reach in others by a relative path. The sources of a part reach no other part: parts meet on the
 * wire, and take the words they share from the package `@runline/contract`. A test beside the sources counts as `PART/test`;
 * a name without a row is what else stands in that folder, such as what was built.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const TREES = {
  "contract/src": "",
  "instrumentation/src": "",
  "collector-adapter/src": "",
  "viewer/src": "",
  viewer: "",
  "contract/test": "contract/src",
  "test-support": "collector-adapter/src examples scripts",
  "instrumentation/test": "instrumentation/src test-support",
  "collector-adapter/test": "collector-adapter/src test-support",
  "viewer/test": "viewer/src",
  "e2e/support": "collector-adapter/src test-support scripts",
  e2e: "e2e/support test-support collector-adapter/src instrumentation/test viewer/src examples",
  examples: "",
  bench: "collector-adapter/src collector-adapter/test test-support e2e/support examples scripts",
  scripts: "collector-adapter collector-adapter/src collector-adapter/test viewer/src examples",
};
