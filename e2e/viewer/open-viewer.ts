import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import { openAdapter, type OpenAdapterOptions } from "../../test-support/open-adapter.ts";
import { openPart } from "../../test-support/open-part.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";

/** What differs from a desktop with a light theme. */
export type ViewerOptions = Pick<BrowserContextOptions, "viewport" | "colorScheme">;

/** A connection to the browser that all test files share; closing the connection leaves the browser to the others. */
export async function openBrowser(): Promise<Browser> {
  return chromium.connect(await openPart("browser"));
}

/**
 * Opens a page of its own for one test. When the test ends it is closed, and anything the browser complained about, such
 * as an exception or a breach of the content security policy, fails the test.
 */
export async function openViewer(browser: Browser, url: string, options: ViewerOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Lisbon",
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A request that failed is not a complaint: some tests make it fail, and the page itself says so.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** What the tests of a file share: an adapter, and a way to open its pages. */
export interface Viewer {
  readonly adapter: Adapter;
  /** A page of its own for one test; see `openViewer`. */
  open(url: string, options?: ViewerOptions): Promise<Page>;
}

/**
 * Starts an adapter before the tests of a file, and stops it after them.
 *
 * @example
 * const viewer = useViewer();
 * it("says where to begin", async () => { const page = await viewer.open(viewer.adapter.url); });
 */
export function useViewer(options: OpenAdapterOptions = {}): Viewer {
  let opened: { adapter: Adapter; browser: Browser } | undefined;
  const getOpened = () => {
    if (opened === undefined) throw new Error("The viewer is there while tests run, not while they are declared.");
    return opened;
  };
  beforeAll(async () => {
    const [adapter, browser] = await Promise.all([openAdapter(options), openBrowser()]);
    opened = { adapter, browser };
  });
  afterAll(async () => {
    const { adapter, browser } = getOpened();
    await browser.close();
    await adapter.stop();
  });
  return {
    get adapter() {
      return getOpened().adapter;
    },
    open: (url, viewerOptions) => openViewer(getOpened().browser, url, viewerOptions),
  };
}

/** Whether an address is that of a page with the details of this span open, or of none; whatever else it says. */
export const showsSpan =
  (spanId: string | null) =>
  ({ searchParams }: URL): boolean =>
    searchParams.get("span") === spanId;
