import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createLogger } from "./create-logger.ts";

/** A reader of the log who stands still until `read` is called. */
function createReader() {
  const lines: Record<string, unknown>[] = [];
  let goOn: (() => void) | undefined;
  let reads = false;
  const stream = new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      lines.push(JSON.parse(line));
      if (reads) done();
      else goOn = done;
    },
  });
  return {
    stream,
    lines,
    async read() {
      reads = true;
      goOn?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test("keeps a megabyte for a reader who stands still, and counts what is left out beyond", async () => {
  const reader = createReader();
  const { logger } = createLogger("debug", reader.stream);
  for (let line = 0; line < 3_000; line += 1) logger.debug({ filler: "x".repeat(1_000) }, "stored");
  expect(reader.stream.writableLength).toBeLessThan(1.1 * 1024 * 1024);

  await reader.read();
  const [notice] = reader.lines.filter(({ msg }) => String(msg).includes("nobody read it"));
  const written = reader.lines.filter(({ msg }) => msg === "stored").length;
  expect(notice).toMatchObject({ level: 40, leftOut: 3_000 - written });
});

test("says what goes wrong with every request a few times, with a count in the end; what is asked for, each time", async () => {
  const reader = createReader();
  const { logger, close } = createLogger("info", reader.stream);
  for (let request = 0; request < 50; request += 1) {
    logger.warn({ request }, "spans rejected");
    logger.info("stored");
  }
  close();
  await reader.read();
  const rejected = reader.lines.filter(({ msg }) => msg === "spans rejected");
  expect(rejected.map(({ request, leftOut }) => request ?? `+${String(leftOut)}`)).toEqual([0, 1, 2, 3, 4, "+45"]);
  expect(reader.lines.filter(({ msg }) => msg === "stored")).toHaveLength(50);
});

test("goes on when its reader is gone", () => {
  const { logger } = createLogger(
    "warn",
    new Writable({ write: (_line, _encoding, done) => done(new Error("EPIPE")) }),
  );
  expect(() => logger.warn("first")).not.toThrow();
  expect(() => logger.warn("second")).not.toThrow();
});
