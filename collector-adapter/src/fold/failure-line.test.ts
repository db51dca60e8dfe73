import { expect, test } from "vitest";
import { toFailureLine } from "./failure-line.ts";

test.each([
  ["\n  Wait...\nThen try again.", "Wait..."],
  ["The service is down.", "The service is down"],
  ["\u001B[31mError: no seat\u001B[39m", "Error: no seat"],
  [" \n ", "failed without a message"],
])("the line of %j", (message, line) => {
  expect(toFailureLine(message)).toBe(line);
});

const frames = (words: string) =>
  `Traceback (most recent call last):\n  File "/app/tools.py", line 12, in run\n    return table[city]\n           ~~~~~^^^^^^\n${words}\n`;

test.each([
  ["a traceback, the exception under its frames", frames("KeyError: 'Atlantis'"), "KeyError: 'Atlantis'"],
  [
    "tracebacks that came of each other, the last one",
    `${frames("KeyError: 'x'")}\nDuring handling of the above exception, another exception occurred:\n\n${frames("RuntimeError: no table\nsince six")}`,
    "RuntimeError: no table",
  ],
  [
    "a group of exceptions, the one inside",
    `  + Exception Group Traceback (most recent call last):\n  |   File "a.py", line 1, in <module>\n  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | Traceback (most recent call last):\n    |   File "b.py", line 2, in f\n    | ValueError: bad city\n    +------------------------------------\n`,
    "ValueError: bad city",
  ],
  [
    "an exception with its traceback behind it, the exception",
    `ToolException('no such city')${frames("ToolException: no such city")}`,
    "ToolException: no such city",
  ],
  ["an exception of two arguments, all of it", "HTTPError('404', 'Not found')", "HTTPError('404', 'Not found')"],
  ["a call that failed, all of it", "readFile('config.json') failed: ENOENT", "readFile('config.json') failed: ENOENT"],
  ["a call, all of it", "readFile('config.json')", "readFile('config.json')"],
  [
    "words that announce a traceback, both",
    `Error in book_table:\n${frames("KeyError: 'Atlantis'")}`,
    "Error in book_table: KeyError: 'Atlantis'",
  ],
  [
    "a traceback that was cut off in its frames, what is left",
    'Traceback (most recent call last):\n  File "a.py"',
    'File "a.py"',
  ],
])("of %s", (_, message, line) => {
  expect(toFailureLine(message)).toBe(line);
});

test.each([
  [
    "a page, its title",
    "<!DOCTYPE html>\n<html>\n<head><title>\n502 Bad Gateway</title></head>\n<body><h1>502</h1></body></html>",
    "502 Bad Gateway",
  ],
  [
    "a page without a title, its text",
    "<html><body>\n<h1>Down for\nmaintenance</h1></body></html>",
    "Down for maintenance",
  ],
  [
    "words before a page, both",
    "Error code: 503 - <html><head><title>Busy</title></head></html>",
    "Error code: 503 - Busy",
  ],
])("of %s", (_, message, line) => {
  expect(toFailureLine(message)).toBe(line);
});

test.each([
  [
    "an answer in JSON, its message",
    JSON.stringify(
      { type: "error", error: { type: "invalid", message: 'You exceeded your "quota".\nSee the plan.' } },
      null,
      2,
    ),
    'You exceeded your "quota"',
  ],
  [
    "one with a code before it, both",
    '400 {"error":{"message":"Your credit is too low."}}',
    "400 Your credit is too low",
  ],
  [
    "one that was cut off, its message",
    '{"error": {"message": "Rate limit reached", "type": "req',
    "Rate limit reached",
  ],
  [
    "one that Python writes, its message",
    `BadRequestError: Error code: 400 - {'error': {'message': "This model's context is too short.", 'code': 'x'}}`,
    "BadRequestError: Error code: 400 - This model's context is too short",
  ],
  [
    "what says why in other members, the one that says most",
    '{"error":"invalid_grant","error_description":"Token expired"}',
    "Token expired",
  ],
  [
    "a list of what is wrong with arguments, the place and the words of the first",
    JSON.stringify(
      [
        { code: "invalid_type", path: ["guests", 0, "city"], message: "Required" },
        { path: ["x"], message: "No" },
      ],
      null,
      2,
    ),
    "guests.0.city: Required",
  ],
  [
    "one whose place is another's, the words alone",
    JSON.stringify([
      { path: [], message: "Unrecognized key x" },
      { path: ["city"], message: "Required" },
    ]),
    "Unrecognized key x",
  ],
  [
    "the same of FastAPI",
    '{"detail":[{"type":"missing","loc":["body","city"],"msg":"Field required"}]}',
    "body.city: Field required",
  ],
  ["JSON in JSON, the innermost message", '{"error":"{\\"message\\":\\"no seat\\"}"}', "no seat"],
  ["JSON that says nothing, its beginning", '{"ok":false,"data":null}', '{"ok":false,"data":null}'],
  [
    "an object that is what a model wrote",
    'Invalid json output: {"message": "Hi"',
    'Invalid json output: {"message": "Hi"',
  ],
])("of %s", (_, message, line) => {
  expect(toFailureLine(message)).toBe(line);
});

test("what stands in escapes is told as what Postgres takes, and no pair is cut in halves", () => {
  expect(toFailureLine(String.raw`{"message":"a\u0000b \ud83d"}`)).toBe("a\uFFFDb \uFFFD");
  expect(toFailureLine(String.raw`{"message":"\ud83d\ude80"}`)).toBe("🚀");
  expect(toFailureLine(`${"x".repeat(298)}🚀🚀`)).toBe(`${"x".repeat(298)}…`);
  expect(toFailureLine(`${" ".repeat(4094)}x🚀`)).toBe("x…");
});

test("of a long message the beginning is told, and a hostile one takes no longer than it is long", () => {
  expect(toFailureLine("x".repeat(400))).toBe(`${"x".repeat(299)}…`);
  expect(toFailureLine(`<html>${"<".repeat(1_000_000)}`)).toBe(`${"<".repeat(299)}…`);
  const frame = "  File\n".repeat(100_000);
  expect(toFailureLine(frames("ValueError: x").replace("\n", `\n${frame}`))).toBe("ValueError: x");
  expect(toFailureLine(`${" ".repeat(1_000_000)}${frames("ValueError: x")}`)).toBe("ValueError: x");
});
