const full = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A number with separators. @example formatCount(8412) // "8,412" */
export function formatCount(value: number): string {
  return full.format(value);
}

/** A number for narrow places. @example formatShortCount(12_345) // "12.3K" */
export function formatShortCount(value: number): string {
  return value < 10_000 ? full.format(value) : short.format(value);
}

/** A number with its noun. @example formatPlural(1, "run") // "1 run" */
export function formatPlural(value: number, noun: string): string {
  return `${full.format(value)} ${noun}${value === 1 ? "" : "s"}`;
}
