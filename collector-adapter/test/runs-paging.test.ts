import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";

describeEachDatabase("paging through runs", (context) => {
  /** Ids of all runs, page by page; `between` happens after each page. */
  async function readPages(agentId: string, limit: number, between?: () => Promise<void>): Promise<string[][]> {
    const client = createClient(context.url);
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await client.listRuns(agentId, { limit, ...(cursor !== undefined && { cursor }) });
      expect(page.hasMore).toBe(page.nextCursor !== undefined);
      pages.push(page.runs.map(({ runId }) => runId));
      cursor = page.nextCursor;
      await between?.();
    } while (cursor !== undefined);
    return pages;
  }

  test("gives every run once, newest first, also those that started in the same microsecond", async () => {
    const agentId = randomUUID();
    const startedAt = Date.now() - 60_000;
    const starts = [0, 0, 0, 0.001, 0.002, 1, 1, 2, 3, 5, 5];
    const runs = starts.map((offset) => createTestRun({ agentId, startedAt: startedAt + offset }));
    await ingest(
      context.url,
      runs.map((run) => run.root()),
    );

    const expected = runs
      .toSorted((a, b) => b.startedAt - a.startedAt || (a.runId < b.runId ? 1 : -1))
      .map(({ runId }) => runId);
    for (const limit of [1, 3, 10, 11, 100]) {
      const pages = await readPages(agentId, limit);
      expect(pages.flat()).toEqual(expected);
      expect(pages).toHaveLength(Math.ceil(runs.length / limit));
    }
  });

  test("neither skips nor repeats a run while new ones arrive", async () => {
    const agentId = randomUUID();
    const old = Array.from({ length: 9 }, (_, index) =>
      createTestRun({ agentId, startedAt: Date.now() - 60_000 + index }),
    );
    await ingest(
      context.url,
      old.map((run) => run.root()),
    );

    const pages = await readPages(agentId, 2, () =>
      ingest(context.url, [createTestRun({ agentId, startedAt: Date.now() - 1000 }).root()]),
    );

    expect(pages.flat()).toEqual(old.map(({ runId }) => runId).toReversed());
  });

  test("counts all pages of the same filters in total, exactly", async () => {
    const agentId = randomUUID();
    const roomId = randomUUID();
    const inRoom = Array.from({ length: 25 }, () => createTestRun({ agentId, roomId }).root());
    await ingest(context.url, [...inRoom, createTestRun({ agentId }).root({ status: "error" })]);

    const client = createClient(context.url);
    expect(await client.listRuns(agentId)).toMatchObject({ total: 26, hasMore: true });
    const page = await client.listRuns(agentId, { roomId, limit: 24 });
    expect(page).toMatchObject({ total: 25, hasMore: true });
    const last = await client.listRuns(agentId, { roomId, limit: 24, cursor: page.nextCursor });
    expect(last).toMatchObject({ total: 25, hasMore: false });
    expect(last.runs).toHaveLength(1);
    expect(await client.listRuns(agentId, { roomId, limit: 25 })).toMatchObject({ total: 25, hasMore: false });
  });

  test("counts also where the page is empty", async () => {
    const run = createTestRun();
    await ingest(context.url, [run.root()]);
    const beyond = Buffer.from(`start/desc/0/0/${run.runId}/${run.agentId}`).toString("base64url");

    const client = createClient(context.url);
    expect(await client.listRuns(run.agentId, { cursor: beyond })).toEqual({ runs: [], total: 1, hasMore: false });
  });

  test("has 20 runs on a page unless told otherwise", async () => {
    const agentId = randomUUID();
    await ingest(
      context.url,
      Array.from({ length: 21 }, () => createTestRun({ agentId }).root()),
    );

    const { runs } = await createClient(context.url).listRuns(agentId);
    expect(runs).toHaveLength(20);
  });
});
