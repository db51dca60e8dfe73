/**
 * Everything that can happen to a message, by name: functions of the probe of open-probe.mjs. A scenario has a room of its own
 * and leaves nothing going on.
 */
export const scenarios = {
  "a simple reply": ({ say }) => say({ says: "Hello.", text: "Good day." }),
  "a plan of three actions": ({ say }) => say({ says: "All of it.", plan: "REPLY,LOOK_UP,WRITE_DOWN" }),
  "an action that throws": ({ say }) => say({ says: "Explode.", plan: "LOOK_UP,EXPLODE,WRITE_DOWN" }),
  "an action that reports failure": ({ say }) => say({ says: "Fail.", plan: "REPLY,SOFT_FAIL" }),
  "actions of the old form": ({ say }) => say({ says: "Be old.", plan: "LEGACY_VOID,LEGACY_FALSE" }),
  "an unknown action": ({ say }) => say({ says: "Fly.", plan: "QQQ_ZZZ,WRITE_DOWN" }),
  "a nested plan": ({ say }) => say({ says: "Nest.", plan: "REPLY,NEST" }),
  "a model that fails": ({ say }) => say({ says: "The stars?", failAt: 1 }),
  "a model that fails inside an action": ({ say }) => say({ says: "Twice.", providers: "FACTS", failAt: 2 }),
  "an answer that cannot be parsed at first": ({ say }) => say({ says: "Again.", babbleAt: 1 }),
  "a streamed reply": ({ say }) => say({ says: "A story!", text: "Once upon a time. ".repeat(9) }, { streamed: true }),
  "a streamed reply by an action": ({ say }) =>
    say({ says: "Facts!", text: "There once was. ".repeat(9), providers: "FACTS" }, { streamed: true }),
  "the multi-step mode": ({ say }) =>
    say({ says: "Step by step.", steps: ["LOOK_UP", "WRITE_DOWN"] }, { useMultiStep: true }),
  "a reply that needs a provider": ({ say }) => say({ says: "Who am I?", providers: "FACTS,TIME" }),
  "a callback that throws": ({ say }) => {
    const onCallback = () => {
      throw new Error("nobody listens");
    };
    return say({ says: "Call back.", plan: "LOOK_UP,WRITE_DOWN" }, { onCallback });
  },
  "an evaluator that throws": ({ say }) => say({ says: "Judge me (judge)." }),
  "an embedding that is retried": ({ say }) => say({ says: "Embed at last.", embeddingFailures: 2 }),
  "an embedding that fails": ({ say }) => say({ says: "Never embed.", embeddingFailures: 9 }),
  "a timeout with work that goes on": async ({ say, gate, timeOut, endOf }) => {
    const handled = say({ says: "Be quick.", plan: "WAIT,WRITE_DOWN" }, { byHand: true });
    await gate.arrival("Be quick.");
    await timeOut();
    await handled;
    const ended = endOf("Be quick.");
    gate.open("Be quick.");
    await ended;
  },
  "a muted room": async ({ say, openRoom, runtime }) => {
    const { roomId } = await openRoom("muted");
    await runtime.setParticipantUserState(roomId, runtime.agentId, "MUTED");
    await say({ says: "Anybody here?" }, { room: "muted" });
  },
  "a model that is off": async ({ say, runtime }) => {
    runtime.setSetting("BOOTSTRAP_DEFLLMOFF", "true");
    await say({ says: "Are you on?" });
    runtime.setSetting("BOOTSTRAP_DEFLLMOFF", "false");
  },
  "a message of its own": ({ say, runtime }) => say({ says: "I said that." }, { entityId: runtime.agentId }),
  "a message that is superseded": async ({ say, gate }) => {
    const first = say({ says: "First, wait.", waitsFor: "first" }, { room: "superseded" });
    await gate.arrival("first");
    await say({ says: "Second." }, { room: "superseded" });
    gate.open("first");
    await first;
  },
  "a message that is replaced": async ({ say, gate }) => {
    const group = { room: "replaced", type: "GROUP" };
    const ignored = { decision: "IGNORE", waitsIn: "TEXT_SMALL" };
    const first = say({ says: "One for all.", ...ignored, waitsFor: "one" }, group);
    await gate.arrival("one");
    const second = say({ says: "All for one.", ...ignored, waitsFor: "two" }, group);
    await gate.arrival("two");
    gate.open("one");
    await first;
    gate.open("two");
    await second;
  },
  "streams that nobody reads": ({ say }) => say({ says: "Unread.", plan: "UNREAD_STREAMS" }),
  "a stream that is left early": ({ say }) => say({ says: "Skim.", plan: "READ_STREAM" }),
  "a stream whose usage never comes": ({ say }) => say({ says: "Count.", plan: "UNCOUNTED_STREAM" }),
  "values that bite whoever reads them": ({ say }) => say({ says: "Bite.", plan: "BITE" }),
  "an action of a plugin that came late": ({ say }) => say({ says: "Come late.", plan: "LATE,WRITE_DOWN" }),
  "a frozen action": ({ say }) => say({ says: "Freeze.", plan: "FROZEN,WRITE_DOWN" }),
  "a model call in the background": async ({ say, runtime }) => {
    await say({ says: "That was all." });
    await runtime.useModel("TEXT_SMALL", { prompt: "Nobody asked." });
    await runtime.useModel("NO_SUCH_MODEL", { prompt: "Nobody can." }).catch(() => undefined);
  },
  "two runs that overlap": async ({ say, gate }) => {
    const first = say({ says: "Wait here.", plan: "WAIT,LOOK_UP" });
    await gate.arrival("Wait here.");
    const second = say({ says: "Wait there.", plan: "WRITE_DOWN,WAIT" });
    await gate.arrival("Wait there.");
    gate.open("Wait here.");
    await first;
    gate.open("Wait there.");
    await second;
  },
};
