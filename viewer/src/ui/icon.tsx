import type { SpanKind } from "@runline/contract";
import type { ShownStatus } from "../format/format-status.ts";

/** Drawn, not typed: fonts differ in which of these shapes they know. Each fills a box of 16 × 16. */
const PATHS = {
  run: "M8 3.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z",
  plan: "M3 3.5h10v2H3zM3 7h10v2H3zM3 10.5h7v2H3z",
  action: "M8 2.5 13.5 8 8 13.5 2.5 8Z",
  model_call: "M8 3 14 13H2Z",
  evaluator: "M3.5 3.5h9v9h-9z",
  embedding: "M8 2.5 13.5 8 8 13.5 2.5 8ZM8 5.4 5.4 8 8 10.6 10.6 8Z",
  state: "M8 2.5 14 6 8 9.5 2 6ZM3.4 8.1 8 10.8l4.6-2.7L14 9 8 12.5 2 9Z",
  provider: "M4 4h8v8H4ZM5.6 5.6v4.8h4.8V5.6Z",
  infrastructure: "M8 2.2l5 2.9v5.8l-5 2.9-5-2.9V5.1ZM8 4.5 5 6.2v3.6l3 1.7 3-1.7V6.2Z",
  completed: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM11 5 7 9.2 5 7.2l-1 1 3 3 5-5.2Z",
  error:
    "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5.7 4.7l-1 1L7 8l-2.3 2.3 1 1L8 9l2.3 2.3 1-1L9 8l2.3-2.3-1-1L8 7Z",
  timeout: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM7.3 4v4.5l3.2 2 .8-1.2-2.6-1.6V4Z",
  started: "M8 1.5A6.5 6.5 0 1 1 1.5 8h1.6A4.9 4.9 0 1 0 8 3.1Z",
  lost: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM4.5 7.2v1.6h7V7.2Z",
  chevron: "M6 4l4 4-4 4-1-1 3-3-3-3Z",
  close: "M4.2 3.2 3.2 4.2 7 8l-3.8 3.8 1 1L8 9l3.8 3.8 1-1L9 8l3.8-3.8-1-1L8 7Z",
  copy: "M5.5 2h7A1.5 1.5 0 0 1 14 3.5v7h-1.6V3.6H5.5ZM3.5 5h6A1.5 1.5 0 0 1 11 6.5v6A1.5 1.5 0 0 1 9.5 14h-6A1.5 1.5 0 0 1 2 12.5v-6A1.5 1.5 0 0 1 3.5 5Zm.1 1.6v5.8h5.8V6.6Z",
  sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM7.3 1h1.4v2.2H7.3ZM7.3 12.8h1.4V15H7.3ZM1 7.3h2.2v1.4H1ZM12.8 7.3H15v1.4h-2.2ZM2.6 3.6l1-1 1.5 1.5-1 1ZM10.9 11.9l1-1 1.5 1.5-1 1ZM12.4 2.6l1 1-1.5 1.5-1-1ZM4.1 10.9l1 1-1.5 1.5-1-1Z",
  moon: "M6.2 2a6.2 6.2 0 1 0 7.9 8.2A5.2 5.2 0 0 1 6.2 2Z",
  system: "M2 3h12v8.5H9v1.2h2V14H5v-1.3h2v-1.2H2ZM3.5 4.5V10h9V4.5Z",
} as const;

/** Names of the icons. */
export type IconName = keyof typeof PATHS;

// Fails to compile when a kind or a status has no icon.
PATHS satisfies Record<SpanKind | ShownStatus, string>;

/** A decorative icon in the colour of the text; the word beside it says what it means. */
export function Icon({ name, size = 14, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      class={className ? `icon ${className}` : "icon"}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="currentColor"
      fill-rule="evenodd"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
