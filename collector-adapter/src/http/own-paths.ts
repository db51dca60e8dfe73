/** Below these no path is the viewer's: a program that asks there must not take the page for an answer. The last two are not served yet. */
export const NO_PAGES = ["/api", "/v1", "/metrics", "/jaeger"];

/** What else the paths of Runline begin with: the viewer's files and pages, and the questions after its health. */
const OTHERS = ["/assets", "/compare", "/go", "/healthz", "/readyz", "/rooms", "/runs", "/steps", "/trace", "/traces"];

/**
 * Whether a path begins as one of Runline's own does, in any case of letters.
 *
 * @example isOwnPath("/traces/of/team") // true
 */
export function isOwnPath(path: string): boolean {
  const [, first] = path.toLowerCase().split("/", 2);
  return [...NO_PAGES, ...OTHERS].includes(`/${first}`);
}
