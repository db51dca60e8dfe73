// A host that uses the packages as they were installed (HOST_PACKAGES), in a process with an OpenTelemetry set-up (HOST_SDK, which
// may come from another project) or without one. It records a run by hand, then one of an elizaOS agent, both as HOST_AGENT.
import { createAgent } from "../../examples/elizaos-agent/create-agent.mjs";
import { createLocalModel } from "../../examples/elizaos-agent/local-model.mjs";
import { agentDatabase } from "../support/agent-database.mjs";
import { createAction } from "../support/create-action.mjs";

const { HOST_PACKAGES, HOST_SDK, HOST_AGENT } = process.env;
const host = HOST_SDK ? await import(HOST_SDK) : undefined;
const sdk = host && new host.NodeSDK({ serviceName: "host" });
sdk?.start();
const { api, createRunTracer, startTelemetry, createRunlinePlugin } = await import(HOST_PACKAGES);

/** Makes a span as OpenTelemetry's instrumentations of the host's libraries do. */
const callLibrary = (name, fn = () => undefined) =>
  (host?.api ?? api).trace.getTracer("library").startActiveSpan(name, (span) => {
    fn();
    span.end();
  });

const options = { agentName: HOST_AGENT, captureContent: true };
const isSetUp = api.trace.getTracer("probe").startSpan("probe").isRecording(); // as far as the packages' API can see
const own = isSetUp ? undefined : startTelemetry({ ...options, agent: options, registerGlobals: true });
const tracer = own?.runTracer ?? createRunTracer(options);
tracer.withRun({ input: "By hand." }, () => tracer.withAction({ name: "CALL" }, () => callLibrary("by hand")));
await own?.shutdown();

const look = createAction("LOOK_UP", async () => {
  callLibrary("by elizaOS");
  return { success: true, text: "looked up" };
});
const library = { name: "library", description: "A library of the host's", actions: [look] };
const model = createLocalModel([{ says: "Look it up.", plan: "LOOK_UP", answer: "Yes." }], async () => {});
const plugin = createRunlinePlugin({ captureContent: true, registerGlobals: true });
const agent = await createAgent({ name: HOST_AGENT, ...agentDatabase, plugins: [model, library, plugin] });
await agent.say(await agent.openRoom("Desk", "Ada"), "Look it up.");
await agent.stop();

callLibrary("after the agent", () => callLibrary("inside"));
await sdk?.shutdown();
process.exit(0); // elizaOS leaves timers of up to 30 s behind
