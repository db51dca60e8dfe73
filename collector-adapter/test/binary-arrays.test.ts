import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import {
  toBooleanArray,
  toIntArray,
  toJsonArray,
  toJsonbArray,
  toTextArray,
  toTimestampArray,
  toUuidArray,
} from "../src/sql/binary-array.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";

const uuids = [randomUUID(), undefined, "00000000-0000-0000-0000-000000000000", "ffffffff-FFFF-ffff-ffff-fffffffffff9"];
const documents = [{ text: 'a "quoted" \\ line\nü 🎻 \u001F' }, undefined, [], "x", null];
const texts = documents.map((document) => JSON.stringify(document));

describeEachDatabase("arrays of parameters in binary", (context) => {
  /** The values as the database sees them. */
  async function read(type: string, values: Buffer, column = "value"): Promise<unknown[]> {
    const text = `select ${column} as value from unnest($1::${type}[]) with ordinality as list (value, place) order by place`;
    const rows = await context.database.query<{ value: unknown }>({ text, values: [values] });
    return rows.map(({ value }) => value);
  }

  test.each([
    ["uuid", toUuidArray(uuids), uuids.map((id) => id?.toLowerCase() ?? null)],
    ["int", toIntArray([0, -1, null, 2 ** 31 - 1]), [0, -1, null, 2 ** 31 - 1]],
    ["boolean", toBooleanArray([true, false, null]), [true, false, null]],
    ["text", toTextArray(["", "ü 🎻", null, "'{}\\"]), ["", "ü 🎻", null, "'{}\\"]],
    ["json", toJsonArray(texts), [documents[0], null, [], "x", null]],
    ["jsonb", toJsonbArray(texts), [documents[0], null, [], "x", null]],
    ["text", toTextArray([]), []],
  ])("are read as they were written: %s", async (type, written, expected) => {
    expect(await read(type, written)).toEqual(expected);
  });

  test("hold moments to the microsecond, before the year 2000 as well", async () => {
    const written = toTimestampArray([1795393454513.25, 0, -1.001, null, -Infinity]);
    expect(await read("timestamptz", written, "(value at time zone 'UTC')::text")).toEqual([
      "2026-11-23 00:24:14.51325",
      "1970-01-01 00:00:00",
      "1969-12-31 23:59:59.998999",
      null,
      "-infinity",
    ]);
  });
});
