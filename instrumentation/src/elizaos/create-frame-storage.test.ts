import { expect, it } from "vitest";
import { createFrameStorage } from "./create-frame-storage.ts";

it("each runtime has its own frame, wherever one agent asks another", async () => {
  const storage = createFrameStorage();
  const [ada, bob] = [storage.createFrames(), storage.createFrames()];
  const first = { report: { model: "first" } };
  const second = { report: { model: "second" } };
  const asked = { report: { model: "asked" } };
  await ada.run(first, async () => {
    await bob.run(asked, async () => {
      await Promise.resolve();
      expect([ada.getStore(), bob.getStore()]).toEqual([first, asked]);
      ada.run(second, () => expect([ada.getStore(), bob.getStore()]).toEqual([second, asked]));
      expect(ada.getStore()).toBe(first);
    });
    expect(bob.getStore()).toBeUndefined();
  });
  storage.release();
});

it("a released storage has no frames, and takes those that come later", async () => {
  const storage = createFrameStorage();
  const frames = storage.createFrames();
  const frame = {};
  await frames.run(frame, async () => {
    storage.release();
    await Promise.resolve();
    expect(frames.getStore()).toBeUndefined();
  });
  expect(await frames.run(frame, () => Promise.resolve().then(() => frames.getStore()))).toBe(frame);
  storage.release();
});
