import { expect, test } from "vitest";
import { HEARTBEAT_MS, LOST_AFTER_MS } from "./heartbeat.ts";

test("an open span is heard of every 15 s, and lost when it misses three heartbeats", () => {
  expect([HEARTBEAT_MS, LOST_AFTER_MS]).toEqual([15_000, 45_000]);
});
