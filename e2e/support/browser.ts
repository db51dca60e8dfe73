import { chromium, type Browser } from "playwright-core";
import { findBrowser } from "../../test-support/browser.ts";

/**
 * Starts a browser of one's own, beside the one that tests share. The caller closes it.
 *
 * @throws Error naming where a browser is looked for when there is none.
 *
 * @example
 * const browser = await launchBrowser();
 * const page = await browser.newPage();
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await findBrowser());
}
