import { expect, test } from "vitest";
import { createTurns } from "./create-turns.ts";

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test("a reader that asks one thing after the other is through before the transactions that wait", async () => {
  const turns = createTurns();
  const done: string[] = [];
  const write = (name: string) =>
    turns.write(async () => {
      await nextTurn();
      done.push(name);
    });
  const page = async () => {
    for (const name of ["a", "b", "c"]) {
      await turns.read(async () => void done.push(name));
      await nextTurn(); // what it does with the answer
      await nextTurn();
    }
  };
  await Promise.all([write("first"), write("second"), write("third"), page()]);
  expect(done).toEqual(["first", "a", "b", "c", "second", "third"]);
});

test("readers without an end do not keep a transaction from its turn", async () => {
  const turns = createTurns();
  const written = { isDone: false };
  const readOn = async () => {
    while (!written.isDone) await turns.read(nextTurn);
  };
  const readers = [readOn(), readOn(), readOn()];
  await turns.read(nextTurn);
  await turns.write(async () => void (written.isDone = true));
  await Promise.all(readers);
  expect(written.isDone).toBe(true);
});

test("a task that fails fails alone", async () => {
  const turns = createTurns();
  const failing = turns.write(() => Promise.reject(new Error("no")));
  const reading = turns.read(() => Promise.resolve(1));
  await expect(failing).rejects.toThrow("no");
  expect(await reading).toBe(1);
});
