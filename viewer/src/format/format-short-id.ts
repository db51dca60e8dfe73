/** The beginning of an id, which tells it from others on a page. @example formatShortId("0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10") // "0a4f3c1e" */
export function formatShortId(id: string): string {
  return id.slice(0, 8);
}
