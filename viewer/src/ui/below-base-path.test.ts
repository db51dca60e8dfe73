import { expect, test } from "vitest";
import { dropBasePath } from "./below-base-path.tsx";

test.each([
  ["/runline/traces?cursor=a", "/traces?cursor=a"],
  ["/runline", "/"],
  ["/runline?status=error", "/?status=error"],
  ["/runline/", "/"],
  ["/runliner/traces", "/runliner/traces"],
  ["/traces", "/traces"],
])("below /runline, %s is the page %s", (url, expected) => {
  expect(dropBasePath(url, "/runline")).toBe(expected);
});
