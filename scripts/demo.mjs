// `npm run demo`: gets everything ready, then runs the adapter and the elizaOS example side by side until Ctrl-C.
// Flags are the adapter's: npm run demo -- --port 5000
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureBuilt } from "./build.mjs";
import { EXAMPLE_AGENT, installPackages } from "./install-packages.mjs";
import { refuseKeptOptions } from "./kept-options.mjs";

const HELP = `Starts Runline and an example agent that talks to itself in several rooms, with two more agents beside it, until Ctrl-C.
The first time installs the agent's packages (about 150, up to 1 min).

Usage: npm run demo -- [options]

Options are those of Runline, which \`npm start -- --help\` lists: --port, --data-dir, --database-url, --token …

The content of the agents' runs is captured: prompts, answers, arguments and results. An agent of yours captures none unless you ask.
`;

const root = fileURLToPath(new URL("..", import.meta.url));
// Together under the 10 s that supervisors wait. The adapter gives open requests 5 s.
const STOP_MS = { agent: 3000, adapter: 6500 };
/** How often the demo looks for a run that is worth opening. */
const LOOK_EVERY_MS = 250;

const flags = process.argv.slice(2);
if (flags.includes("--help") || flags.includes("-h")) {
  process.stdout.write(HELP);
  process.exit(0);
}
refuseKeptOptions("npm run demo");
const { values } = parseArgs({ args: flags, strict: false, options: { token: { type: "string" } } });
const token = values.token ?? process.env.RUNLINE_TOKEN;
const running = []; // in the order in which they started
let stopping = false;

try {
  await ensureBuilt();
  await installPackages(EXAMPLE_AGENT);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stopAll(0));

  const url = await waitForAddress(start("Runline", ["collector-adapter/dist/main.js", ...flags], {}, STOP_MS.adapter));
  say("Starting the example agent (a few seconds)…");
  start("The example agent", ["examples/elizaos-agent/agent.mjs"], agentEnvironment(url), STOP_MS.agent);
  say(`Open ${url} in a browser: runs of three agents appear while you watch. Some are meant to fail.`);
  say(
    "What is asked and answered is captured here, so that there is something to read; an agent of yours captures no content unless you ask for it.",
  );
  say("Ctrl-C stops everything.");
  await sayRun(url, "A run that goes on right now", "status=started&lost=false&action=WRITE_GUIDE");
  await sayRun(url, "One that failed, with the reason in its second line", "status=error&action=BOOK_RESTAURANT");
} catch (error) {
  if (!stopping) process.stderr.write(`${error.message}\n`);
  await stopAll(1);
}

/** Starts one of the two, passes on what it says, and makes sure that the demo does not go on with half of it. */
function start(name, args, env, stopMs) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true, // Ctrl-C reaches this process only, so that the agent can stop before the adapter does
  });
  const lines = createInterface({ input: child.stdout });
  lines.on("line", say);
  running.push({ child, stopMs });
  child.on("exit", (code, signal) => {
    if (stopping) return;
    process.stderr.write(`${name} has ended (${signal ?? code}); what it said is above.\n`);
    void stopAll(1);
  });
  return lines;
}

/** The address that the adapter prints. When it ends before that, `start` ends the demo. */
function waitForAddress(lines) {
  return new Promise((resolve) => {
    lines.on("line", (line) => {
      const [, url] = /^Runline is ready: (\S+)$/.exec(line) ?? [];
      if (url) resolve(url);
    });
  });
}

/** Prints the address of the first run that matches, once there is one. */
async function sayRun(url, words, query) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  for (;;) {
    const response = await fetch(`${url}/api/runs?limit=1&${query}`, { headers });
    const [run] = response.ok ? (await response.json()).runs : [];
    if (run) return say(`${words}: ${url}/${run.agentId}/runs/${run.runId}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * Where and how the agent reaches the adapter. Its own log would hide what matters here. What is said is kept: here it
 * is nobody's secret.
 */
function agentEnvironment(url) {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "fatal",
    ...(token && { OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(`Bearer ${token}`)}` }),
  };
}

/** Stops the agent, then the adapter, so that the last spans arrive. */
async function stopAll(exitCode) {
  if (stopping) return;
  stopping = true;
  for (const { child, stopMs } of running.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await Promise.race([exited, sleep(stopMs, undefined, { ref: false }).then(() => child.kill("SIGKILL"))]);
  }
  process.exit(exitCode);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
