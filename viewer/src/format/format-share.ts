/** Which part of the run something took. @example formatShare(3380, 6200) // "55 % of the run" */
export function formatShare(partMs: number, runMs: number): string {
  return runMs > 0 ? `${Math.round(Math.min(1, partMs / runMs) * 100)} % of the run` : "";
}
