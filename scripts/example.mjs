// `npm run example NAME`: builds and installs what is missing, then runs an agent of examples/frameworks in this process.
import { checkReceiver } from "../examples/check-receiver.mjs";
import { ensureBuilt } from "./build.mjs";
import { FRAMEWORKS, installPackages } from "./install-packages.mjs";

const NAMES = ["ai-sdk", "mastra", "openai-agents"];
/** What AI SDK 7 and Mastra want. */
const OLDEST_NODE = "22.13";

const [name] = process.argv.slice(2);
if (!NAMES.includes(name)) giveUp(`Which example? npm run example ${NAMES.join(" | ")}`);
if (process.versions.node.localeCompare(OLDEST_NODE, "en", { numeric: true }) < 0) {
  giveUp(
    `This is Node ${process.versions.node}; these frameworks want Node ${OLDEST_NODE} or newer. Runline itself may go on with this one.`,
  );
}
try {
  await ensureBuilt();
  await installPackages(FRAMEWORKS);
} catch (error) {
  giveUp(error.message);
}
await checkReceiver();
await import(`../examples/frameworks/${name}.mjs`);

function giveUp(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
