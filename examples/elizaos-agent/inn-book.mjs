import { SpanKind, trace } from "@opentelemetry/api";
import { createStep } from "../create-step.mjs";

const RESTAURANTS = [
  ["Osteria Lume", "harbour", 2],
  ["Trattoria Molo", "harbour", 0],
  ["Da Nino", "old town", 4],
];

/**
 * The book of the inn: a table in the agent's own database, with a span for each query, as the OpenTelemetry instrumentation of a
 * database driver makes it.
 *
 * @param {import("@elizaos/core").IAgentRuntime} runtime
 */
export async function openInnBook(runtime) {
  const step = createStep(trace.getTracer("inn-book"));
  const database = await runtime.adapter.getConnection();
  const query = (operation, table, sql, values) =>
    step(
      `${operation} ${table}`,
      {
        "db.system.name": "postgresql",
        "db.operation.name": operation,
        "db.collection.name": table,
        "db.query.text": sql,
      },
      async () => (await database.query(sql, values)).rows,
      { kind: SpanKind.CLIENT },
    );

  await database.query("create table if not exists restaurants (name text primary key, quarter text, free_tables int)");
  await database.query("create table if not exists calls (restaurant text, at timestamptz default now())");
  for (const values of RESTAURANTS)
    await database.query("insert into restaurants values ($1, $2, $3) on conflict do nothing", values);

  return {
    findRestaurants: (quarter) =>
      query(
        "SELECT",
        "restaurants",
        "select name, free_tables from restaurants where quarter = $1 order by free_tables desc",
        [quarter],
      ),
    noteCall: (restaurant) => query("INSERT", "calls", "insert into calls (restaurant) values ($1)", [restaurant]),
  };
}
