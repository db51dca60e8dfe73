import { createConnection } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { toErrorMessage } from "./to-error-message.ts";

test.each([
  [new Error("disk full"), "disk full"],
  [new TypeError("no number", { cause: new Error("deeper") }), "no number"],
  [new TypeError(), "TypeError"],
  ["a text", "a text"],
  [undefined, "undefined"],
  [new AggregateError([new Error("first"), new Error("second")]), "first"],
  [new AggregateError([new Error("first")], "all have failed"), "all have failed"],
  [new AggregateError([]), "AggregateError"],
  [new AggregateError(["a text"]), "a text"],
])("what %s says", (error, message) => {
  expect(toErrorMessage(error)).toBe(message);
});

test("a host with two addresses that both refuse says why the first did", async () => {
  const socket = createConnection({
    host: "two-addresses",
    port: 1, // where nothing listens
    autoSelectFamily: true,
    lookup: (_host, _options, found) => {
      found(null, [
        { address: "127.0.0.1", family: 4 },
        { address: "127.0.0.2", family: 4 },
      ]);
    },
  });
  const [error] = await once(socket, "error");
  expect(toErrorMessage(error)).toBe("connect ECONNREFUSED 127.0.0.1:1");
});
