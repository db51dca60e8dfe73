import { SpanKind, trace } from "@opentelemetry/api";
import { Pool } from "pg";
import { createAction } from "../support/create-action.mjs";

/**
 * What the agents of the inn can do: an action for each way in which a run meets other spans and other runs.
 *
 * @param {object} options
 * @param {string} options.databaseUrl a Postgres
 * @param {string} options.serviceUrl an HTTP service
 * @param {(name: string, room: string, line: object) => Promise<unknown>} options.say says something to an agent
 */
export function createInn({ databaseUrl, serviceUrl, say }) {
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  const callService = async (path) => (await fetch(`${serviceUrl}${path}`)).text();
  let isRunOver = false;
  let reminded;

  const plugin = {
    name: "inn",
    description: "The services of the inn",
    actions: [
      createAction("LOOK_UP", async () => {
        await pool.query("select 4 as free_table");
        return { success: true, text: await callService("/weather") };
      }),
      createAction("ASK_COLLEAGUE", async () => {
        await say("Beta", "Back office", { text: "Please look it up.", plan: "LOOK_UP" });
        return { success: true, text: "Beta has looked it up" };
      }),
      createAction("THINK", async (runtime) => {
        await runtime.useModel("TEXT_REASONING_SMALL", { prompt: "Think." });
        return { success: true, text: "thought about" };
      }),
      // Starts a timer that goes on after the run has ended, and then says something itself.
      createAction("REMIND", async () => {
        reminded = new Promise((resolve, reject) => {
          const timer = setInterval(() => {
            if (!isRunOver) return;
            clearInterval(timer);
            say("Alpha", "Reminders", { text: "It is time." }).then(resolve, reject);
          }, 5);
        });
        return { success: true, text: "I will remind you" };
      }),
    ],
    models: {
      // As a provider plugin that calls its model through a library with GenAI spans of its own.
      TEXT_REASONING_SMALL: () =>
        trace.getTracer("some-ai-sdk").startActiveSpan(
          "chat gpt-4o-mini",
          {
            kind: SpanKind.CLIENT,
            attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o-mini" },
          },
          async (span) => {
            await callService("/model");
            span.end();
            return "a thought";
          },
        ),
    },
  };

  return {
    plugin,
    /** Tells the timer that the run is over, and waits for what it does. */
    async endRun() {
      isRunOver = true;
      await reminded;
    },
    close: () => pool.end(),
  };
}
