import { describe, expect, test } from "vitest";
import { createKnownPrompts } from "./known-prompts.ts";

const say = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });
const [system, question, answer, more] = [
  say("system", "Be brief."),
  say("user", "Is it raining?"),
  say("assistant", "No."),
  say("user", "And tomorrow?"),
];

describe("prompts of a run", () => {
  test("are told without the messages that an earlier one began with", () => {
    const prompts = createKnownPrompts();
    expect(prompts.takeNew([system, question])).toEqual({ input: [system, question] });
    expect(prompts.takeNew([system, question, answer, more])).toEqual({ repeated: 2, input: [answer, more] });
    expect(prompts.takeNew([system, question, answer, more])).toEqual({ repeated: 4 });
  });

  test("may go on where one before the last ended: two agents talk in turns", () => {
    const prompts = createKnownPrompts();
    prompts.takeNew([system, question]);
    prompts.takeNew([say("system", "Judge."), question]);
    expect(prompts.takeNew([system, question, answer])).toEqual({ repeated: 2, input: [answer] });
  });

  test("are told from the first message on that is another one", () => {
    const prompts = createKnownPrompts();
    prompts.takeNew([system, question, answer]);
    expect(prompts.takeNew([system, more, answer])).toEqual({ repeated: 1, input: [more, answer] });
  });

  test("stay as they are when they are not a conversation", () => {
    const prompts = createKnownPrompts();
    for (const prompt of ["Is it raining?", { city: "Bonn" }, "Is it raining?"]) {
      expect(prompts.takeNew(prompt)).toEqual({ input: prompt });
    }
    expect(prompts.takeNew(undefined)).toEqual({});
  });
});
