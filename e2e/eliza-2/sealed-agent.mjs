// An agent on elizaOS 2.0 whose models cannot be observed: prints the process warnings of two model calls, as JSON.
import { sealModels } from "../support/seal-models.mjs";
import { createAgent } from "./create-agent.mjs";
import { createLocalModel } from "./local-model.mjs";

const { runlinePlugin } = await import(process.env["PROBE_PLUGIN"]);
const warnings = [];
process.on("warning", ({ message }) => warnings.push(message));
const agent = await createAgent("Sealed", [sealModels, createLocalModel([], {}), runlinePlugin], {});
for (const prompt of ["One?", "Two?"]) await agent.runtime.useModel("TEXT_SMALL", { prompt });
await agent.stop();
process.stdout.write(`@ ${JSON.stringify(warnings)}\n`, () => process.exit(0));
