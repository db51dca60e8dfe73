import * as fc from "fast-check";
import { expect, test } from "vitest";
import { countLists, countStatuses, findLostMember } from "./lost-members.ts";

test.each([
  ['{"a":[1],"b":{"c" : [2]}}', 2],
  ['{"a":[],"b":[[1]]}', 1],
  [String.raw`{"a":"{\"b\":[1]}"}`, 0],
])("%s has lists: %i", (text, count) => {
  expect(countLists(text)).toBe(count);
});

test.each([
  ['{"status":{"code":2},"x":{"status" : {"message":"m"}}}', 2],
  ['{"status":{},"x":{"status":null},"y":"status"}', 0],
  [String.raw`{"a":"{\"status\":{\"code\":2}}"}`, 0],
])("%s has statuses: %i", (text, count) => {
  expect(countStatuses(text)).toBe(count);
});

test.each([
  ['{"a":[1],"a":[2]}', "a"],
  ['{"a":[1],"b":2,"a":null}', "a"],
  ['{"x":{"a":{"b":[1]},"a" : 1}}', "a"],
  [String.raw`{"\"":[1],"\u0022":1}`, '"'],
  ['{"__proto__":[1],"__proto__":1}', "__proto__"],
  ['{"status":{"code":2},"name":"x","status":{"message":"m"}}', "status"],
])("%s loses what was in the first %j", (text, name) => {
  expect(findLostMember(text)).toBe(name);
});

test.each([
  '{"a":1,"a":[2]}',
  '{"a":[],"a":[2]}',
  '{"status":{},"status":{"code":2}}',
  '[{"status":{"code":2}},{"status":{"code":2}}]',
  '{"":[1],"a":[2]}',
  '[{"a":[1]},{"a":[2]}]',
  String.raw`{"a":[1],"b":"\\","c":"\"a\":[2]"}`,
])("%s loses nothing", (text) => {
  expect(findLostMember(text)).toBeUndefined();
});

test("what JSON.stringify wrote loses none, and has at least the lists that are in it", () => {
  const countIn = (value: unknown): number => {
    if (typeof value !== "object" || value === null) return 0;
    return Object.entries(value).reduce((sum, [name, member]: [string, unknown]) => {
      const isCounted = !Array.isArray(value) && Array.isArray(member) && member.length > 0 && !name.endsWith("\\");
      return sum + (isCounted ? 1 : 0) + countIn(member);
    }, 0);
  };
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(findLostMember(text)).toBeUndefined();
      expect(countLists(text)).toBeGreaterThanOrEqual(countIn(value));
    }),
    { numRuns: 1000 },
  );
});
