import { expect, test } from "vitest";
import { formatBytes, parseBytes } from "./bytes.ts";

test.each([
  ["20GB", 20_000_000_000],
  ["1.5 TB", 1_500_000_000_000],
  ["500mb", 500_000_000],
  ["12B", 12],
])("reads %s", (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each(["", "20", "GB", "-1GB", "20GiB", "1e3MB"])("does not read %j", (text) => {
  expect(parseBytes(text)).toBeUndefined();
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [12_345_678, "12.3 MB"],
  [345_600_000_000, "346 GB"],
  [2e15, "2000 TB"],
])("writes %d", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
