import { ROOT_CONTEXT, createContextKey } from "@opentelemetry/api";
import { expect, it } from "vitest";
import { createAsyncContextStorage } from "../src/node/index.ts";

const KEY = createContextKey("test");
const step = (name: string): typeof ROOT_CONTEXT => ROOT_CONTEXT.setValue(KEY, name);

it("a released storage forgets what is active, and carries again what comes later", async () => {
  const storage = createAsyncContextStorage();
  const readLater = async (): Promise<unknown> => {
    await Promise.resolve();
    return storage.active().getValue(KEY);
  };
  await storage.with(step("first"), async () => {
    expect(await readLater()).toBe("first");
    storage.release();
    expect(await readLater()).toBeUndefined();
  });
  expect(await storage.with(step("second"), readLater)).toBe("second");
  storage.release();
});
