// An agent that asks a person before it pays. The run waits between two processes, however long, and stays one run:
//   node examples/approval.mjs                 asks, and prints how to answer
//   node examples/approval.mjs TOKEN approve   goes on with the run; any other word refuses
import { setTimeout as work } from "node:timers/promises";
import { startTelemetry } from "@runline/instrumentation/node";
import { checkReceiver } from "./check-receiver.mjs";

const ORDER = { order: 4417 };
const [token, answer] = process.argv.slice(2);

await checkReceiver();
const { runTracer, shutdown } = startTelemetry({ agent: { agentName: "Refund Clerk" }, captureContent: true });
process.stdout.write(await (token === undefined ? ask() : goOn()));
await shutdown(); // sends what is left

/** Works until a person has to decide. What is needed to go on is one text, kept here by the person who reads it. */
async function ask() {
  const input = "My order 4417 came broken, I want my money back.";
  const paused = await runTracer.withRun({ roomId: "refunds", entityName: "Ada", input }, async (run) => {
    await think({ inputTokens: 412, outputTokens: 38 });
    const { euros } = await runTracer.withAction({ name: "LOOK_UP_ORDER", arguments: ORDER }, async (action) => {
      const found = await work(150, { euros: 40 });
      action.end({ result: found });
      return found;
    });
    return run.pause({ waitsFor: "approval by the shift lead", output: `Refund ${euros} EUR for order 4417?` });
  });
  return `The run waits for your approval:\n\n  node examples/approval.mjs ${paused} approve\n`;
}

/** Goes on with the run that waits: in another process, and in another trace where a request brings the answer. */
async function goOn() {
  const isApproved = answer === "approve";
  await runTracer.withRun({ resume: token, input: isApproved ? "Approved." : "Refused." }, async (run) => {
    if (!isApproved) return run.end({ outcome: "refused", output: "The shift lead has refused." });
    await runTracer.withAction({ name: "SEND_REFUND", arguments: ORDER }, () => work(200));
    await think({ inputTokens: 530, outputTokens: 24 });
    return run.end({ output: "40 EUR are on their way to you." });
  });
  return `The run has ended: ${isApproved ? "refunded" : "refused"}.\n`;
}

/** Stands in for a model. */
async function think(usage) {
  const call = runTracer.startModelCall({ provider: "openai", model: "gpt-4o-mini" });
  await work(300);
  call.end(usage);
}
