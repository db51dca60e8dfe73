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

/** How many there are of what a list shows a page of. @example formatTotal({ total: 2_000, totalIsAtLeast: true }, "run") // "2,000+ runs" */
export function formatTotal(list: { total: number; totalIsAtLeast?: boolean | undefined }, noun: string): string {
  return list.totalIsAtLeast ? `${full.format(list.total)}+ ${noun}s` : formatPlural(list.total, noun);
}

/** A number with its noun. @example formatPlural(1, "run") // "1 run" */
export function formatPlural(value: number, noun: string): string {
  return `${full.format(value)} ${noun}${value === 1 ? "" : "s"}`;
}
