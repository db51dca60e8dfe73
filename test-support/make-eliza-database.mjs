// Makes the PGlite database of an elizaOS agent, with elizaOS's tables, in the folder of the first argument.
import { stringToUuid } from "../examples/elizaos-agent/node_modules/@elizaos/core/dist/node/index.node.js";
import sqlPlugin, {
  createDatabaseAdapter,
} from "../examples/elizaos-agent/node_modules/@elizaos/plugin-sql/dist/node/index.node.js";
import { dropTemplate } from "./drop-template.mjs";

const [, , dataDir] = process.argv;
const adapter = createDatabaseAdapter({ dataDir }, stringToUuid("Nobody"));
await adapter.init();
await adapter.runPluginMigrations([{ name: sqlPlugin.name, schema: sqlPlugin.schema }]);
const database = await adapter.getConnection();
await dropTemplate("template0", (text) => database.query(text)); // elizaOS's PGlite keeps its tables in the other one
await adapter.close();
process.exit(0); // elizaOS leaves timers of up to 30 s behind
