import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError } from "../process/config-error.ts";
import { createEstimate, type PricedCall } from "./create-estimate.ts";

const CALL: PricedCall = {
  kind: "model_call",
  model: "gpt-4o",
  tokens: { input: 1_000, output: 100 },
  startedAt: Date.UTC(2026, 8, 1),
};

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "runline-prices-"));
});
afterAll(() => rm(home, { recursive: true }));

async function write(text: string): Promise<string> {
  const file = join(home, "prices.json");
  await writeFile(file, text);
  return file;
}

describe("an estimate", () => {
  test("goes by the model that answered, else by the one asked for", async () => {
    const estimate = await createEstimate({});
    expect(estimate(CALL)).toBeCloseTo(0.0035, 12);
    expect(estimate({ ...CALL, responseModel: "gpt-4o-mini-2024-07-18" })).toBeCloseTo(0.00021, 12);
    expect(estimate({ ...CALL, responseModel: "proxy-7" })).toBeCloseTo(0.0035, 12);
  });

  test("is none where a part of the tokens is missing, or there are none", async () => {
    const estimate = await createEstimate({});
    expect(estimate({ ...CALL, tokens: { input: 1_000 } })).toBeUndefined();
    expect(estimate({ ...CALL, tokens: { unsplit: 1_100 } })).toBeUndefined();
    expect(estimate({ ...CALL, tokens: undefined })).toBeUndefined();
    const embedding: PricedCall = { ...CALL, kind: "embedding", model: "text-embedding-3-small", provider: "openai" };
    expect(estimate({ ...embedding, tokens: { input: 1_000_000 } })).toBe(0.02);
  });

  test("goes by prices of one's own before those of the list, and by these alone where the list is off", async () => {
    const prices = await write(
      '{"gpt-4o": {"inputPerMillion": 1, "outputPerMillion": 2}, "mine": {"inputPerMillion": 0}}',
    );
    const estimate = await createEstimate({ prices });
    expect(estimate(CALL)).toBeCloseTo(0.0012, 12);
    expect(estimate({ ...CALL, model: "gpt-4o-mini" })).toBeCloseTo(0.00021, 12);
    const own = await createEstimate({ prices, estimatesPrices: false });
    expect(own(CALL)).toBeCloseTo(0.0012, 12);
    expect(own({ ...CALL, model: "gpt-4o-mini" })).toBeUndefined();
    expect((await createEstimate({ estimatesPrices: false }))(CALL)).toBeUndefined();
  });
});

describe("a table of prices", () => {
  test.each([
    ["{", "cannot be read"],
    ["[]", "cannot be used: at the table itself"],
    ['{"m": {"outputPerMillion": 1}}', "at m.inputPerMillion"],
    ['{"m": {"inputPerMillion": -1}}', "at m.inputPerMillion"],
    ['{"m": {"inputPerMillion": "1"}}', "at m.inputPerMillion"],
    ['{"m": {"inputPerMillion": 1, "outputPerMilion": 1}}', "at m.outputPerMilion"],
  ])("that is wrong is refused with what is wrong in it: %s", async (text, says) => {
    const prices = await write(text);
    const refused = createEstimate({ prices });
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(says);
  });

  test("that is not there is named", async () => {
    await expect(createEstimate({ prices: join(home, "none.json") })).rejects.toThrow(/none\.json cannot be read/);
  });
});
