import type { RunSpan } from "@runline/contract";

const HTTP_STATUS = /^(.*?) ?\b([1-5]\d\d)$/;

/**
 * Where a call to the outside went, and what was answered to it.
 *
 * @example splitStatus("tables.example.com/bookings 503") // { place: "tables.example.com/bookings", status: "503" }
 */
export function splitStatus(detail: string): { place: string; status: string | undefined } {
  const [, place = detail, status] = HTTP_STATUS.exec(detail) ?? [];
  return { place, status };
}

/** What a step is called among others: a call to the outside by where it went, without what was answered. */
export function toStepName({ kind, label, detail }: Pick<RunSpan, "kind" | "label" | "detail">): string {
  return kind === "infrastructure" && detail !== undefined ? `${label} ${splitStatus(detail).place}` : label;
}
