import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import { startUntilEnd, type CleanUp } from "./clean-up.ts";
import { startRunline } from "./runline-server.ts";
import type { SpanStore, SpanCopy } from "./span-store.ts";
import { findFreeAddresses, waitUntil } from "./wait.ts";

/** The backend that gets finished spans only: Jaeger, or what stands in for it. */
export interface SecondBackend extends SpanStore {
  /** OTLP/HTTP address, without /v1/traces. */
  otlpUrl: string;
}

/** Starts Jaeger v2 with storage in memory, on free ports. */
export async function startJaeger(cleanUp: CleanUp, binary: string, dir: string): Promise<SecondBackend> {
  const [otlp = "", query = "", queryGrpc = ""] = await findFreeAddresses(3);
  const configFile = join(dir, "jaeger.json"); // Jaeger reads YAML, of which JSON is a part.
  await writeFile(configFile, JSON.stringify(jaegerConfig({ otlp, query, queryGrpc })));
  const jaeger = startUntilEnd(cleanUp, binary, ["--config", configFile], {
    cwd: dir,
    // It would send the traces of its own queries to localhost:4317.
    env: { ...cleanEnvironment(), OTEL_TRACES_SAMPLER: "always_off" },
  });
  await jaeger.waitForLine(/Everything is ready/);
  const tracesUrl = `http://${query}/api/v3/traces`;
  if (!(await waitUntil(10_000, async () => (await fetch(`http://${query}/api/v3/services`)).ok))) {
    throw new Error(`Jaeger does not answer on http://${query}/api/v3/services:\n${jaeger.output()}`);
  }
  return {
    name: "Jaeger",
    otlpUrl: `http://${otlp}`,
    spansOf: async (traceId) => {
      const response = await fetch(`${tracesUrl}/${traceId}`);
      if (response.status === 404) return [];
      if (!response.ok) throw new Error(`Jaeger answered ${response.status} for trace ${traceId}.`);
      return findSpans(await response.json());
    },
  };
}

/** Starts a second Runline. It says of each span whether it is in progress, so a snapshot that slips through shows. */
export async function startStandIn(cleanUp: CleanUp, dir: string): Promise<SecondBackend> {
  const dataDir = join(dir, "second");
  const standIn = await startRunline(cleanUp, { name: "a second Runline in Jaeger's place", dataDir });
  return { name: standIn.name, otlpUrl: standIn.url, spansOf: standIn.spansOf };
}

function jaegerConfig(addresses: Record<"otlp" | "query" | "queryGrpc", string>): object {
  return {
    service: {
      extensions: ["jaeger_storage", "jaeger_query"],
      pipelines: { traces: { receivers: ["otlp"], exporters: ["jaeger_storage_exporter"] } },
      // Its default would take port 8888, where another Collector may be.
      telemetry: { metrics: { level: "none" } },
    },
    extensions: {
      jaeger_storage: { backends: { memory: { memory: { max_traces: 10_000 } } } },
      jaeger_query: {
        storage: { traces: "memory" },
        http: { endpoint: addresses.query },
        grpc: { endpoint: addresses.queryGrpc },
      },
    },
    receivers: { otlp: { protocols: { http: { endpoint: addresses.otlp } } } },
    exporters: { jaeger_storage_exporter: { trace_storage: "memory" } },
  };
}

/** Collects the spans of a query answer: `{result: {resourceSpans: [{scopeSpans: [{spans: […]}]}]}}`, any level absent. */
function findSpans(value: unknown): SpanCopy[] {
  if (Array.isArray(value)) return value.flatMap(findSpans);
  if (typeof value !== "object" || value === null) return [];
  if ("traceId" in value && "spanId" in value && "name" in value) {
    const inProgress = JSON.stringify(value).includes("runline.span.pending");
    return [{ traceId: String(value.traceId), spanId: String(value.spanId), inProgress }];
  }
  return Object.values(value).flatMap(findSpans);
}
