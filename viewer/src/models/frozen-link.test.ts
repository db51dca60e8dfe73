import { expect, it } from "vitest";
import { toFrozenLink } from "./frozen-link.ts";

it("a link to the last hour is one to that hour, with everything else as it is", () => {
  expect(toFrozenLink("http://127.0.0.1:4318/steps?kind=model_call&range=1h&page=2", 10_000_000)).toBe(
    "http://127.0.0.1:4318/steps?kind=model_call&page=2&from=6400000&to=10000000",
  );
});

it.each(["http://127.0.0.1:4318/?from=1&to=2", "http://127.0.0.1:4318/?range=toString"])("others stay: %s", (href) => {
  expect(toFrozenLink(href, 10_000_000)).toBe(href);
});
