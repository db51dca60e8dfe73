// The OpenTelemetry instrumentations of the host's libraries, loaded before the libraries, as `node --import` does.
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { register } from "node:module";

// What is loaded by `import` is reached through a loader hook only. Limited to these, as it would wrap every module else.
const data = { include: ["http", "pg"] };
register("@opentelemetry/instrumentation/hook.mjs", { parentURL: import.meta.url, data });

export const instrumentations = [new HttpInstrumentation(), new PgInstrumentation(), new UndiciInstrumentation()];
