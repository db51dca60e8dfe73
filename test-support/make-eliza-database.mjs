// Makes the database of an elizaOS agent, with elizaOS's tables: in the PGlite directory or the empty Postgres of the first argument.
import { Client } from "pg";
import { stringToUuid } from "../examples/elizaos-agent/node_modules/@elizaos/core/dist/node/index.node.js";
import sqlPlugin, {
  createDatabaseAdapter,
} from "../examples/elizaos-agent/node_modules/@elizaos/plugin-sql/dist/node/index.node.js";
import { dropTemplate } from "./drop-template.mjs";

const [, , place = ""] = process.argv;
const isPostgres = place.startsWith("postgres");
if (isPostgres) await createVectorType();
const adapter = createDatabaseAdapter(isPostgres ? { postgresUrl: place } : { dataDir: place }, stringToUuid("Nobody"));
await adapter.init();
await adapter.runPluginMigrations([{ name: sqlPlugin.name, schema: sqlPlugin.schema }]);
if (!isPostgres) {
  const database = await adapter.getConnection();
  await dropTemplate("template0", (text) => database.query(text)); // elizaOS's PGlite keeps its tables in the other one
}
await adapter.close();
process.exit(0); // elizaOS leaves timers of up to 30 s behind

/**
 * Stands in for the extension pgvector, which the Postgres of the tests does not have: a text in the place of a vector is all
 * that elizaOS needs to write one. To search, elizaOS needs their distance, and without it tries again for 30 s; all are far apart.
 */
async function createVectorType() {
  const client = new Client(place);
  await client.connect();
  await client.query(`
    create type vector;
    create function vector_in(cstring) returns vector as 'textin' language internal strict immutable;
    create function vector_out(vector) returns cstring as 'textout' language internal strict immutable;
    create function vector_size(cstring[]) returns integer as 'varchartypmodin' language internal strict immutable;
    create type vector (input = vector_in, output = vector_out, typmod_in = vector_size, like = text);
    create function vector_distance(vector, vector) returns float8 as 'select 1.0::float8' language sql immutable;
    create operator <=> (leftarg = vector, rightarg = vector, function = vector_distance)`);
  await client.end();
}
