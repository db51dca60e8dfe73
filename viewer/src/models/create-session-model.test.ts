// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { createSessionModel } from "./create-session-model.ts";

describe("the session", () => {
  beforeEach(() => sessionStorage.clear());

  it("tries anew when the same token is given again", () => {
    const session = createSessionModel(sessionStorage);
    session.signIn("token");
    const first = session.credentials.value;
    session.reject(first);
    expect(session.isSignInNeeded.value).toBe(true);
    session.signIn("token");
    expect(session.credentials.value).not.toBe(first);
    expect(session.isSignInNeeded.value).toBe(false);
  });

  it("keeps its token when the refusal of an earlier one comes late", () => {
    const session = createSessionModel(sessionStorage);
    const before = session.credentials.value;
    session.signIn("token");
    session.reject(before);
    expect(session.isSignInNeeded.value).toBe(false);
    expect(createSessionModel(sessionStorage).credentials.value.token).toBe("token");
  });

  it("forgets a token that is refused", () => {
    const session = createSessionModel(sessionStorage);
    session.signIn("wrong");
    session.reject(session.credentials.value);
    expect(createSessionModel(sessionStorage).credentials.value.token).toBeUndefined();
  });
});
