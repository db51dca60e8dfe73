// Runs one agent after the other through all scenarios: without Runline, and then under each condition named on the command
// line. Prints a line of JSON for each: where it differs from the agent without Runline. ADAPTER_URL is a real adapter; DEAD_URL
// is where nothing listens.
import { conditions, harms, withoutRunline } from "./conditions.mjs";
import { findDifferences } from "./find-differences.mjs";
import { normalise } from "./normalise.mjs";
import { openDatabase, openProbe } from "./open-probe.mjs";
import { startReceiver } from "./receivers.mjs";
import { createRecorder } from "./recorder.mjs";
import { scenarios } from "./scenarios.mjs";
import { steadyRandom } from "./steady-random.mjs";

/** Longer than a scenario takes on a busy machine; one that has not ended by then never will. */
const DEADLINE_MS = 20_000;

const all = { ...withoutRunline, ...conditions, ...harms };
const stops = [];
steadyRandom();
process.env.SINK_URL = (await startReceiver("accepts everything")).endpoint;
const database = await openDatabase();

const expected = await play(withoutRunline.nothing());
for (const name of process.argv.slice(2)) report(name, await play(await all[name]()));

await Promise.all(stops);
process.stdout.write("@ {}\n", () => process.exit(0)); // elizaOS leaves timers of up to 30 s behind

/** One agent's life under a condition: what was recorded, by scenario. */
async function play(condition) {
  await database.clear();
  const recorder = createRecorder();
  const records = {};
  const notices = [];
  let messages = 0;
  let facts;
  try {
    const probe = await openProbe({ recorder, arrange: condition.arrange });
    records["the start"] = await take(probe);
    await condition.begin?.(probe);
    await take(probe);
    for (const [name, run] of Object.entries(scenarios).slice(0, condition.first)) {
      await withDeadline(run(probe));
      records[name] = await take(probe);
    }
    facts = condition.facts?.();
    const stopped = probe.runtime.stop();
    if (condition.stopsSlowly) stops.push(stopped);
    else await stopped;
    records["the end"] = await take(probe);
  } catch (error) {
    records["the rest"] = error.stack;
  } finally {
    await condition.end?.();
    recorder.close();
  }
  return { records, notices, messages, facts };

  async function take(probe) {
    await withDeadline(probe.settle());
    const { notices: taken, ...record } = recorder.take();
    notices.push(...taken);
    messages += Object.keys(record.replies).length;
    const rows = { logs: await database.listLogs(), memories: await database.listMemories() };
    await database.clearRows();
    return normalise({ ...record, ...rows });
  }
}

async function withDeadline(work) {
  let timer;
  const deadline = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`still going on after ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  await Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}

function report(condition, { records, ...told }) {
  const differences = Object.keys(records).flatMap((scenario) =>
    findDifferences(expected.records[scenario], records[scenario]).map((difference) => `${scenario}: ${difference}`),
  );
  process.stdout.write(`@ ${JSON.stringify({ condition, differences, ...told })}\n`);
}
