import { expect, test } from "vitest";
import { createAnswers } from "./answers.ts";

const answer = (spans: number) => new Map(Array.from({ length: spans }, (_, index) => [`${index}`, index]));

test("the answers given last are remembered, those of no spans no longer than others", () => {
  const answers = createAnswers();
  const large = answers.add(answer(100_000));
  const used = answers.add(answer(1));
  const nothing = answer(0);
  const first = answers.add(nothing);
  for (let given = 0; given < 399_000; given++) answers.add(nothing);
  expect(answers.get(large)).toBeUndefined();
  expect(answers.get(used)?.size).toBe(1);
  for (let given = 0; given < 2_000; given++) answers.add(nothing);
  expect(answers.get(first)).toBeUndefined();
  expect(answers.get(used)?.size).toBe(1);
});
