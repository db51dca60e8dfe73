import { AsyncLocalStorage } from "node:async_hooks";
import { toPlain } from "./to-plain.mjs";

/**
 * Notes from outside what an agent does and says. Install it before `runtime.initialize()`, so that it sees every event.
 * Events of one message come in the order in which they were emitted; those of other origin (the embedding queue's timer, a
 * call outside any run) are kept apart, as elizaOS says nothing about their order towards the run.
 */
export function createRecorder() {
  const lanes = new AsyncLocalStorage();
  const waiting = new Set();
  let record = createRecord();

  const note = (list, value) => record[list].push(value);
  const onRejection = (reason) => note("rejections", toPlain(reason));
  // Warnings of Runline itself are meant for people and are looked at apart.
  const onWarning = ({ name, message }) => note(name === "RunlineWarning" ? "notices" : "warnings", message);
  process.on("unhandledRejection", onRejection);
  process.on("warning", onWarning);

  return {
    observe(runtime) {
      const emitEvent = runtime.emitEvent.bind(runtime);
      runtime.emitEvent = (name, payload) => {
        const lane = lanes.getStore() ?? "outside";
        (record.events[lane] ??= []).push({ name, payload: toPlain(payload) });
        for (const look of waiting) look(lane, name);
        return emitEvent(name, payload);
      };
    },
    /** Handles one message and notes what comes of it: callbacks, chunks, and the result or the rejection. */
    async follow(lane, handle) {
      const reply = { callbacks: [], chunks: [], result: undefined, rejection: undefined };
      record.replies[lane] = reply;
      try {
        reply.result = toPlain(await lanes.run(lane, () => handle(reply)));
      } catch (error) {
        reply.rejection = toPlain(error);
      }
    },
    /** Resolves when an event of this name comes from the handling of a message. */
    waitFor(lane, event) {
      return new Promise((resolve) => {
        const look = (...found) => {
          if (found[0] !== lane || found[1] !== event) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      });
    },
    /** Everything since the last time. */
    take() {
      const taken = record;
      record = createRecord();
      return taken;
    },
    close() {
      process.off("unhandledRejection", onRejection);
      process.off("warning", onWarning);
    },
  };
}

function createRecord() {
  return { events: {}, replies: {}, rejections: [], warnings: [], notices: [] };
}
