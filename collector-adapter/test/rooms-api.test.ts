import { randomUUID } from "node:crypto";
import { ATTR_GEN_AI_INPUT_MESSAGES } from "@runline/contract";
import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";

const STARTED_AT = Date.now() - 100_000;

describeEachDatabase("rooms", (context) => {
  test("are listed by their newest run, with how many they have, how many failed and whose they are", async () => {
    const [agentId, other] = [randomUUID(), randomUUID()];
    const [harbour, reports] = [randomUUID(), randomUUID()];
    const at = (index: number, roomId: string, by = agentId) =>
      createTestRun({ agentId: by, roomId, startedAt: STARTED_AT + index * 1000 });
    const runs = [at(0, harbour), at(1, reports), at(2, harbour, other), at(3, harbour)];
    const [failed, , , newest] = runs;
    const asked = JSON.stringify([{ role: "user", parts: [{ type: "text", content: "A table for two?" }] }]);
    await ingest(
      context.url,
      runs.map((run) =>
        run.root({
          to: 300,
          ...(run === failed && { error: "no tables" }),
          ...(run === newest && { attributes: { [ATTR_GEN_AI_INPUT_MESSAGES]: asked } }),
        }),
      ),
    );
    const client = createClient(context.url);

    const { rooms, total, searchedTo } = await client.listRooms({ agentId: [agentId, other] });

    expect([total, searchedTo]).toEqual([2, undefined]);
    expect(rooms.map((room) => ({ ...room, newest: room.newest.runId, agentIds: room.agentIds.toSorted() }))).toEqual([
      { roomId: harbour, newest: newest?.runId, runs: 3, failed: 1, agentIds: [agentId, other].toSorted() },
      { roomId: reports, newest: runs[1]?.runId, runs: 1, failed: 0, agentIds: [agentId] },
    ]);
    expect(rooms[0]?.newest).toMatchObject({ message: "A table for two?", roomId: harbour, status: "completed" });
    const ofOther = await client.listRooms({ agentId: [other] });
    expect(ofOther.rooms.map(({ roomId, runs: count }) => [roomId, count])).toEqual([[harbour, 1]]);
    expect((await client.listRooms()).rooms.map(({ roomId }) => roomId)).toEqual(
      expect.arrayContaining([harbour, reports]),
    );
  });

  test("are none where no run is in one", async () => {
    expect(await createClient(context.url).listRooms({ agentId: [randomUUID()] })).toEqual({ rooms: [], total: 0 });
  });
});
