import type { ViewModel } from "./create-view-model.ts";
import { fromPageView } from "./page-view.ts";

/**
 * The link to what a page shows at this moment. Changes that follow each other closely reach the address late, so that the address alone
 * might lack the last one.
 */
export function toPageLink({ view }: ViewModel, { origin, pathname }: Pick<Location, "origin" | "pathname">): string {
  return origin + pathname + fromPageView(view.peek());
}
