import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRunsClient } from "@runline/contract/client";
import { cleanEnvironment, startAdapter, type Adapter } from "../../test-support/start-adapter.ts";
import { startProcess } from "../../test-support/start-process.ts";
import { createReport, type Report } from "./report.ts";
import { findFreeAddresses, waitUntil } from "./wait.ts";

/** The official SDK of a language, with a small agent that makes as many runs as the variable RUNS says. */
interface Sdk {
  name: string;
  /** Commands of the shell, in a copy of its folder: whether the tools are there, what gets the agent ready, what runs it. */
  tools: string;
  prepare: string;
  run: string;
  /** Whether its exporter gives a batch up so soon that a restart of its receiver costs spans, whichever that is. */
  givesUp?: boolean;
}

const SDKS: readonly Sdk[] = [
  {
    name: "python",
    tools: "python3 --version",
    prepare: "python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check -r requirements.txt",
    run: "env/bin/opentelemetry-instrument env/bin/python agent.py",
  },
  { name: "go", tools: "go version", prepare: "go mod tidy && go build -o agent .", run: "./agent" },
  {
    name: "java",
    tools: "mvn --version",
    prepare: "mvn --quiet --batch-mode package",
    run: "java -cp 'target/interop.jar:target/dependency/*' Agent",
  },
  {
    name: "rust",
    tools: "cargo --version",
    prepare: "cargo build --quiet",
    run: "target/debug/interop",
    givesUp: true, // three more tries within 2 s: less than a restart takes
  },
];

/** By the SDK's own choice, and by name: some choose gRPC, some HTTP. */
const PROTOCOLS = [undefined, "grpc", "http/protobuf"] as const;

const folder = fileURLToPath(new URL("exporters/", import.meta.url));

/** Runs an agent to its end; gives what it and its SDK have said. */
async function runAgent(sdk: Sdk, cwd: string, env: Record<string, string>): Promise<string> {
  const agent = startProcess("/bin/sh", ["-c", sdk.run], { cwd, env: { ...cleanEnvironment(), ...env } });
  const code = await agent.waitForExit();
  return code === 0 ? agent.output() : `${agent.output()}exit code ${code}`;
}

async function succeeds(command: string, cwd: string): Promise<boolean> {
  const shell = startProcess("/bin/sh", ["-c", command], { cwd, env: cleanEnvironment() });
  if ((await shell.waitForExit()) === 0) return true;
  process.stdout.write(shell.output());
  return false;
}

async function countRuns(url: string, service: string): Promise<number> {
  const { agents } = await createRunsClient({ baseUrl: url }).listAgents();
  return agents.filter((agent) => agent.serviceName === service).reduce((sum, { runs }) => sum + runs, 0);
}

async function checkSdk(report: Report, sdk: Sdk, work: string): Promise<void> {
  const cwd = join(work, sdk.name);
  if (!(await succeeds(`${sdk.tools} >/dev/null 2>&1`, work))) {
    report.step(`${sdk.name} is not there: ${sdk.tools}`);
    return;
  }
  await cp(join(folder, sdk.name), cwd, { recursive: true });
  report.step(`getting ${sdk.name} ready`);
  report.check(`${sdk.name} can be got ready`, await succeeds(sdk.prepare, cwd), sdk.prepare);

  const dataDir = join(work, `${sdk.name}-data`);
  const [main = "", grpc = ""] = await findFreeAddresses(2);
  const start = (): Promise<Adapter> =>
    startAdapter(dataDir, { args: ["--port", main.split(":")[1] ?? "", "--grpc-port", grpc.split(":")[1] ?? ""] });
  let runline = await start();
  for (const protocol of PROTOCOLS) {
    for (const address of protocol === "grpc" ? [grpc, main] : [main]) {
      const service = `${sdk.name}, ${protocol ?? "its default"}, ${address === main ? "port of everything" : "port of gRPC"}`;
      const said = await runAgent(sdk, cwd, {
        RUNS: "20",
        OTEL_SERVICE_NAME: service,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://${address}`,
        ...(protocol && { OTEL_EXPORTER_OTLP_PROTOCOL: protocol }),
      });
      const runs = await countRuns(runline.url, service);
      const detail = `${runs} of 20 runs${said && `; it says\n${said}`}`;
      report.check(`${service}: all runs come, and the SDK has nothing to say`, runs === 20 && said === "", detail);
    }
  }
  if (sdk.givesUp === true) {
    await runline.stop();
    return;
  }
  const service = `${sdk.name}, over a restart`;
  const ended = runAgent(sdk, cwd, {
    RUNS: "160",
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${grpc}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_BSP_SCHEDULE_DELAY: "500",
    // By default an exporter gives up after 10 s, in which a busy machine may not have started Runline: ms, in Python s.
    OTEL_EXPORTER_OTLP_TIMEOUT: "60000",
  });
  await waitUntil(30_000, async () => (await countRuns(runline.url, service)) > 0);
  await runline.stop();
  runline = await start();
  const said = await ended;
  const runs = await countRuns(runline.url, service);
  const detail = `${runs} of 160 runs${said && `; it says\n${said}`}`;
  report.check(`${service} of Runline: nothing is lost`, runs === 160, detail);
  await runline.stop();
}

// `npm run test:exporters [language …]`: the official exporters of the languages whose tools are there, with their defaults, to a Runline of
// their own. Packages are fetched and built before: minutes.
const report = createReport();
const work = await mkdtemp(join(tmpdir(), "runline-exporters-"));
const wanted = process.argv.slice(2);
try {
  for (const sdk of SDKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    await checkSdk(report, sdk, work);
} finally {
  await rm(work, { recursive: true, force: true });
}
process.exitCode = report.finish();
