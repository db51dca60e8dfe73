import { createRunlinePlugin } from "@runline/instrumentation/elizaos";
import {
  hostileContextManagers,
  hostileProviders,
  incompleteProviders,
  installContextManager,
  installDiagLogger,
  installTracerProvider,
  takeTurns,
  throwingProvider,
} from "./hostile-telemetry.mjs";
import { openProbe } from "./open-probe.mjs";
import { badReceivers, startReceiver } from "./receivers.mjs";
import { createRecorder } from "./recorder.mjs";
import { sabotage, seams } from "./sabotage.mjs";
import { watchHandlers } from "./watch-handlers.mjs";

/** A redaction hook that throws, answers with a promise and answers garbage, by turns. */
const redact = takeTurns(
  () => {
    throw new Error("no redaction");
  },
  async () => {
    throw new Error("no redaction either");
  },
  () => Symbol("garbage"),
);

/**
 * So many scenarios are enough where what is wrong is the same in all of them, such as what receives the spans: they last longer
 * than the 200 ms after which spans are sent, and what is tried again is tried again at the end.
 */
const FEW = 12;

/**
 * @typedef {object} Condition
 * @property {(plugins: object[]) => object[]} arrange adds Runline to the plugins of an agent
 * @property {(probe: object) => unknown} [begin] called when the agent is ready
 * @property {number} [first] so many scenarios are enough to tell; all without it
 * @property {() => object} [facts] what else the test wants to know
 * @property {() => unknown} [end] puts the process back into order
 * @property {boolean} [stopsSlowly] what receives the spans makes `runtime.stop()` wait: nobody else has to
 */

/**
 * Conditions under which an agent must be what it is without Runline, by name. Each is opened for one agent.
 *
 * @type {Record<string, () => Condition | Promise<Condition>>}
 */
export const conditions = {
  ...named(badReceivers, (name) => `what receives the spans ${name}`, withReceiver),
  "nothing listens where the spans go": () => ({
    ...withPlugins({ endpoint: process.env.DEAD_URL }),
    first: FEW,
    facts: () => ({ endpoint: process.env.DEAD_URL }),
    stopsSlowly: true,
  }),
  "an adapter takes the spans": () => withPlugins({ endpoint: process.env.ADAPTER_URL }),
  "an adapter takes the spans with all content": () =>
    withPlugins({ endpoint: process.env.ADAPTER_URL, captureContent: true }),
  "the redaction hook, the prices and the secrets are garbage": () =>
    withPlugins({ captureContent: true, redact, prices: { "probe-model": "much" }, secrets: [7, null, ""] }),

  ...named(
    Object.keys(hostileProviders),
    (name) => `the host's tracer provider ${name}`,
    (name) => withPlugins({ tracerProvider: hostileProviders[name](), captureContent: true }),
  ),
  ...named(
    Object.keys(incompleteProviders),
    (name) => `the host's tracer provider ${name}`,
    (name) => ({
      ...withPlugins({ tracerProvider: incompleteProviders[name]() }),
      first: 2,
      stopsSlowly: true,
    }),
  ),
  ...named(
    Object.keys(hostileContextManagers),
    (name) => `the process has a context manager that ${name}`,
    (name) => withInstalled(() => installContextManager(name)),
  ),
  "the process has a tracer provider that throws": () => withInstalled(installTracerProvider),
  // The logger is told about what else is wrong, so something is.
  "the process has a diag logger that throws": () =>
    withInstalled(installDiagLogger, { tracerProvider: throwingProvider }),

  ...named(Object.keys(seams), (name) => `every hook fails that ${name}`, withSabotage),
  "the hooks cannot be installed": () => withBrokenInstallation("registerEvent"),

  "three agents share the plugin, one of them stopped": withCompanions,
  "the agent was stopped and goes on": () => {
    const plugin = createRunlinePlugin({ endpoint: process.env.SINK_URL });
    return {
      arrange: (plugins) => [...plugins, plugin],
      first: FEW,
      async begin({ runtime, resume }) {
        await runtime.stop();
        await plugin.init({}, runtime);
        resume();
      },
    };
  },
  "everything that could be observed is frozen": withFrozenObjects,
  "the plugin is there twice, first and last, and so is another instance of it": () => {
    // elizaOS leaves out a second plugin of the same name.
    const other = { ...createRunlinePlugin({ endpoint: process.env.SINK_URL }), name: "runline too" };
    return withPlugins({}, (plugins, plugin) => [plugin, ...plugins, other, plugin]);
  },
};

/** Agents without Runline, to compare with each other. */
export const withoutRunline = {
  nothing: () => ({ arrange: (plugins) => plugins }),
  // Of the same process: the objects of bootstrap, which all of them share, have been observed by then.
  "agents with the plugin have been there before": () => ({ arrange: (plugins) => plugins, first: FEW }),
};

/** What the comparison must find out: plugins that do harm. */
export const harms = {
  "a plugin throws when a run starts": () => withObserver("RUN_STARTED", () => Promise.reject(new Error("harm"))),
  "a plugin calls a model when a run ends": () =>
    withObserver("RUN_ENDED", ({ runtime }) => runtime.useModel("TEXT_SMALL", { prompt: "harm" })),
  "a plugin changes what an action says": () =>
    withObserver("ACTION_COMPLETED", async ({ content }) => void (content.actionResult.text += " harm")),
};

function withObserver(event, handler) {
  const plugin = { name: "observer", description: "Does harm", events: { [event]: [handler] } };
  return { arrange: (plugins) => [...plugins, plugin], first: 2 };
}

function named(names, toTitle, open) {
  return Object.fromEntries(names.map((name) => [toTitle(name), () => open(name)]));
}

function withPlugins(options = {}, arrange = (plugins, plugin) => [...plugins, plugin]) {
  const plugin = createRunlinePlugin({ endpoint: process.env.SINK_URL, ...options });
  return { arrange: (plugins) => arrange(plugins, plugin) };
}

async function withReceiver(name) {
  const receiver = await startReceiver(name);
  const slow = [];
  const plugin = watchHandlers(createRunlinePlugin({ endpoint: receiver.endpoint }), slow);
  return {
    arrange: (plugins) => [...plugins, plugin],
    first: FEW,
    facts: () => ({ endpoint: receiver.endpoint, ...receiver.count(), slow }),
    // The receiver stays as it is until the process ends, so that stopping the agent meets it too.
    stopsSlowly: true,
  };
}

function withInstalled(install, options) {
  const condition = withPlugins(options);
  const remove = install();
  return { ...condition, end: remove };
}

function withSabotage(seam) {
  let sabotaged;
  return {
    ...withPlugins({ captureContent: true }),
    begin({ runtime }) {
      sabotaged = sabotage(seam, runtime);
    },
    facts: () => ({ thrown: sabotaged.count() }),
    end: () => sabotaged.restore(),
  };
}

/** One other agent has come and gone, another has a run under way from the first scenario to the last. */
function withCompanions() {
  const condition = withPlugins();
  const recorder = createRecorder();
  const openCompanion = (name) => openProbe({ recorder, arrange: condition.arrange, name });
  let companion;
  let waiting;
  return {
    ...condition,
    async begin() {
      const predecessor = await openCompanion("Predecessor");
      await predecessor.say({ says: "Goodbye.", plan: "LOOK_UP,WRITE_DOWN" });
      await predecessor.settle();
      await predecessor.runtime.stop();
      companion = await openCompanion("Companion");
      waiting = companion.say({ says: "Stay.", plan: "LOOK_UP,WAIT" });
      await companion.gate.arrival("Stay.");
      await companion.settle();
    },
    async end() {
      companion.gate.open("Stay.");
      await waiting;
      await companion.settle();
      await companion.runtime.stop();
      recorder.close();
    },
  };
}

function withFrozenObjects() {
  const freezeAll = (objects = []) => objects.forEach(Object.freeze);
  const { arrange } = withPlugins();
  return {
    arrange(plugins) {
      for (const { name, actions, evaluators } of plugins) {
        // Those of bootstrap belong to every agent of the process.
        if (name.startsWith("probe")) freezeAll([...(actions ?? []), ...(evaluators ?? [])]);
      }
      return arrange(plugins);
    },
    begin({ runtime }) {
      for (const models of runtime.models.values()) freezeAll(models);
      runtime.messageService = Object.freeze(Object.create(Object.getPrototypeOf(runtime.messageService)));
    },
  };
}

/** Lets the plugin hook in only half. */
function withBrokenInstallation(method) {
  const plugin = createRunlinePlugin({ endpoint: process.env.SINK_URL });
  const broken = {
    ...plugin,
    async init(config, runtime) {
      const original = runtime[method];
      let calls = 0;
      runtime[method] = (...args) => {
        calls += 1;
        if (calls > 1) throw new Error("not today");
        return original.apply(runtime, args);
      };
      try {
        await plugin.init(config, runtime);
      } finally {
        delete runtime[method];
      }
    },
  };
  return { arrange: (plugins) => [...plugins, broken], first: FEW };
}
