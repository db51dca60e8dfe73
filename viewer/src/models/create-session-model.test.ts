import { expect, it } from "vitest";
import { createSessionModel } from "./create-session-model.ts";

it("a refusal asks for a sign-in, which begins a new visit", () => {
  const session = createSessionModel();
  const first = session.visit.value;
  session.end(first);
  expect(session.isSignInNeeded.value).toBe(true);
  session.begin();
  expect(session.visit.value).not.toBe(first);
  expect(session.isSignInNeeded.value).toBe(false);
});

it("the refusal of an earlier visit that comes late says nothing", () => {
  const session = createSessionModel();
  const first = session.visit.value;
  session.begin();
  session.end(first);
  expect(session.isSignInNeeded.value).toBe(false);
});
