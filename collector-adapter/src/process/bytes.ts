/** As disks and their makers count. */
const UNITS = ["B", "kB", "MB", "GB", "TB"];
const STEP = 1000;

/** Reads an amount of bytes; `undefined` when the text is none. @example parseBytes("20GB") // 20_000_000_000 */
export function parseBytes(text: string): number | undefined {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([a-z]+)$/i.exec(text) ?? [];
  const power = UNITS.findIndex((name) => name.toLowerCase() === unit.toLowerCase());
  return power === -1 ? undefined : Math.round(Number(number) * STEP ** power);
}

/** An amount of bytes for people. @example formatBytes(12_345_678) // "12.3 MB" */
export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / Math.log10(STEP)));
  const amount = bytes / STEP ** power;
  return `${amount.toFixed(power === 0 || amount >= 100 ? 0 : 1)} ${UNITS[power]}`;
}
