import { expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { toEntryText, toHeadText } from "./entry-text.ts";

it("the text of a step is what it was given and gave, with its name and what went wrong, and no word of the form around that", () => {
  const text = toEntryText({
    type: "action",
    span: createSpan("book", "run", { label: "BOOK_TABLE", error: "No tables" }),
    input: { restaurant: "Osteria Lume" },
    output: "Sorry",
  });
  expect(text).toBe('book_table\nno tables\n{\n  "restaurant": "osteria lume"\n}\nsorry');
  const model = toEntryText({
    type: "model",
    span: createSpan("call", "run", { label: "gpt-4o" }),
    repeated: 2,
    added: [{ role: "user", parts: [{ type: "text", content: "Tonight?" }] }],
    output: [{ type: "tool_call", name: "FIND", arguments: { query: "Harbour" } }],
    calls: [],
    isAnswer: false,
  });
  for (const said of ["gpt-4o", "tonight?", "calls find", '"query": "harbour"']) expect(model).toContain(said);
  expect(model).not.toContain("tool_call");
});

it("the text above the steps is question, answer and what the model is told to be", () => {
  const said = (content: string) => ({ spanId: undefined, at: 0, parts: [{ type: "text" as const, content }] });
  const system = [{ role: "system", parts: [{ type: "text" as const, content: "Be BRIEF" }] }];
  const text = toHeadText({ answer: said("Yes"), question: said("May I?"), system, entries: [], hasContent: true });
  expect(text).toBe("yes\nmay i?\nsystem\nbe brief");
  expect(toHeadText({ answer: undefined, question: undefined, system: [], entries: [], hasContent: false })).toBe("");
});
