import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { findNode24 } from "../support/find-node-24.ts";
import { packPackages } from "../support/pack-packages.ts";
import { startElizaProcess } from "../support/start-eliza-process.ts";
import { installPacked, type InstalledProject } from "./support/install-packed.ts";
import { startOtlpSink, type OtlpSink } from "./support/otlp-sink.ts";
import { findRun, findSpan, readRuns, toPath, type ShownRun } from "./support/read-runs.ts";

// The packages as npm installs them beside the oldest and the newest line of OpenTelemetry that they promise to work with, and
// hosts that use them there: with the host's NodeSDK, with no set-up but Runline's, and with a NodeSDK of the other line.
type Line = "api-1.9" | "api-1.10";

/** The project whose packages a host uses, and the one whose NodeSDK it starts. */
interface Host {
  packages: Line;
  sdk: Line | undefined;
}

/** By the name of its agent. */
const HOSTS = {
  Ada: { packages: "api-1.9", sdk: undefined },
  Bea: { packages: "api-1.9", sdk: "api-1.9" },
  Cleo: { packages: "api-1.10", sdk: undefined },
  Dora: { packages: "api-1.10", sdk: "api-1.10" },
  Elsa: { packages: "api-1.9", sdk: "api-1.10" },
  Fay: { packages: "api-1.10", sdk: "api-1.9" },
} satisfies Record<string, Host>;

const node24 = findNode24(); // the SDK of the newest line wants Node 22.15

describe.skipIf(node24 === undefined)("the packed packages", () => {
  const sinks = new Map<string, OtlpSink>();
  const projects = new Map<Line, InstalledProject>();
  let adapter: Adapter;
  let packed: string;
  let runs: ShownRun[];

  beforeAll(async () => {
    adapter = await openAdapter();
    packed = await mkdtemp(join(tmpdir(), "runline-packed-"));
    const archives = [...(await packPackages(packed)).values()];
    projects.set("api-1.9", await installPacked("api-1.9", process.execPath, archives));
    projects.set("api-1.10", await installPacked("api-1.10", node24 ?? process.execPath, archives));
  });

  beforeAll(async () => {
    const waiting = Object.entries(HOSTS);
    const runHosts = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runHost(...next);
    };
    await Promise.all([runHosts(), runHosts()]);
    runs = await readRuns(adapter.url);
  });

  afterAll(async () => {
    await Promise.all([...sinks.values()].map((sink) => sink.close()));
    await Promise.all([...projects.values()].map((project) => project.remove()));
    await rm(packed, { recursive: true, force: true });
    await adapter.stop();
  });

  async function runHost(name: string, { packages, sdk }: Host): Promise<void> {
    const sink = await startOtlpSink(adapter.url);
    sinks.set(name, sink);
    const child = await startElizaProcess({
      program: [new URL("installed-process.mjs", import.meta.url)],
      publishedNode: sdk === "api-1.10" && node24 !== undefined ? node24 : process.execPath,
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
        HOST_AGENT: name,
        HOST_PACKAGES: projects.get(packages)?.packages ?? "",
        HOST_SDK: (sdk && projects.get(sdk)?.sdk) ?? "",
      },
    });
    const code = await child.waitForExit();
    if (code !== 0) throw new Error(`The host of ${name} ended with ${code}:\n${child.output()}`);
  }

  const getRun = (agent: string, text: string): ReturnType<typeof findRun> =>
    findRun(
      runs.filter((shown) => shown.agent === agent),
      text,
    );

  it.each(["api-1.9", "api-1.10"] as const)("install beside %s without a word from npm", (line) => {
    expect(projects.get(line)?.output).toMatch(/^added \d+ packages/m);
    expect(projects.get(line)?.output).not.toMatch(/npm (warn|err)/i);
  });

  describe.each(["Ada", "Bea", "Cleo", "Dora", "Elsa"] as const)("the host of %s", (agent) => {
    it("records a run by hand, with the library's span inside", () => {
      const { spans } = getRun(agent, "By hand.");
      const way = [`invoke_agent ${agent}`, "execute_tool CALL", "by hand"];
      expect(toPath(spans, findSpan(spans, "by hand"))).toEqual(way);
    });

    it("records an elizaOS run, with the library's span inside", () => {
      const { spans } = getRun(agent, "Look it up.");
      const way = [`invoke_agent ${agent}`, "plan", "execute_tool LOOK_UP", "by elizaOS"];
      expect(toPath(spans, findSpan(spans, "by elizaOS"))).toEqual(way);
    });

    it("sends each span with one set-up: the host's where there is one", () => {
      const services = new Set(sinks.get(agent)?.spans.map(({ resource }) => resource["service.name"]));
      expect(services).toEqual(new Set([HOSTS[agent].sdk === undefined ? agent : "host"]));
    });
  });

  describe("the host of Fay, whose NodeSDK on api 1.9 is hidden from packages on api 1.10", () => {
    it.each(["By hand.", "Look it up."])("records by Runline's set-up: %s", (text) => {
      expect(getRun("Fay", text).run.serviceName).toBe("Fay");
    });

    it("takes nothing from the host when telemetry stops", () => {
      const spans = sinks.get("Fay")?.spans.filter(({ resource }) => resource["service.name"] === "host") ?? [];
      const inside = spans.find(({ name }) => name === "inside");
      expect(inside?.parentSpanId).toBe(spans.find(({ name }) => name === "after the agent")?.spanId);
      expect(inside?.parentSpanId).toMatch(/^[\da-f]{16}$/);
    });
  });

  it("say which version has made a span", async () => {
    const manifest: unknown = JSON.parse(
      await readFile(new URL("../../instrumentation/package.json", import.meta.url), "utf8"),
    );
    const ours = [...sinks.values()]
      .flatMap(({ spans }) => spans)
      .filter((span) => span.scopeName === "@runline/instrumentation");
    const [version, ...others] = new Set(ours.map(({ scopeVersion }) => scopeVersion));
    expect(manifest).toMatchObject({ version });
    expect(others).toEqual([]);
  });
});
