import { expect, it } from "vitest";
import { createViewModel } from "./create-view-model.ts";
import { toPageLink } from "./page-link.ts";

it("the link to a page has what is shown now, whatever its address still says", () => {
  const page = createViewModel({ view: "Table" });
  page.change({ q: "503" });
  const address = new URL("http://127.0.0.1:4318/below/trace/1?view=table");
  expect(toPageLink(page, address)).toBe("http://127.0.0.1:4318/below/trace/1?view=table&q=503");
});
