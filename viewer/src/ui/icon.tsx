import type { ShownStatus } from "../format/format-status.ts";
import { Shape } from "./shape.tsx";

const PATHS = {
  completed: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM11 5 7 9.2 5 7.2l-1 1 3 3 5-5.2Z",
  error:
    "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5.7 4.7l-1 1L7 8l-2.3 2.3 1 1L8 9l2.3 2.3 1-1L9 8l2.3-2.3-1-1L8 7Z",
  timeout: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM7.3 4v4.5l3.2 2 .8-1.2-2.6-1.6V4Z",
  started: "M8 1.5A6.5 6.5 0 1 1 1.5 8h1.6A4.9 4.9 0 1 0 8 3.1Z",
  lost: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM4.5 7.2v1.6h7V7.2Z",
  waiting: "M4.5 3H7v10H4.5ZM9 3h2.5v10H9Z",
  check: "M13.3 4.3 6.4 11.2 2.9 7.7l1-1 2.5 2.5 5.9-5.9Z",
  search: "M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2Zm0 1.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10.4 11.4l1-1 3.3 3.3-1 1Z",
  plus: "M7.3 3h1.4v4.3H13v1.4H8.7V13H7.3V8.7H3V7.3h4.3Z",
  chevron: "M6 4l4 4-4 4-1-1 3-3-3-3Z",
  close: "M4.2 3.2 3.2 4.2 7 8l-3.8 3.8 1 1L8 9l3.8 3.8 1-1L9 8l3.8-3.8-1-1L8 7Z",
  download: "M7.2 2h1.6v6l2.3-2.3 1.1 1.1L8 11 3.8 6.8l1.1-1.1L7.2 8ZM3 12.4h10V14H3Z",
  copy: "M5.5 2h7A1.5 1.5 0 0 1 14 3.5v7h-1.6V3.6H5.5ZM3.5 5h6A1.5 1.5 0 0 1 11 6.5v6A1.5 1.5 0 0 1 9.5 14h-6A1.5 1.5 0 0 1 2 12.5v-6A1.5 1.5 0 0 1 3.5 5Zm.1 1.6v5.8h5.8V6.6Z",
  eye: "M8 3.5c3 0 5.4 1.8 6.8 4.5-1.4 2.7-3.8 4.5-6.8 4.5S2.6 10.7 1.2 8C2.6 5.3 5 3.5 8 3.5ZM8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z",
  sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM7.3 1h1.4v2.2H7.3ZM7.3 12.8h1.4V15H7.3ZM1 7.3h2.2v1.4H1ZM12.8 7.3H15v1.4h-2.2ZM2.6 3.6l1-1 1.5 1.5-1 1ZM10.9 11.9l1-1 1.5 1.5-1 1ZM12.4 2.6l1 1-1.5 1.5-1-1ZM4.1 10.9l1 1-1.5 1.5-1-1Z",
  moon: "M6.2 2a6.2 6.2 0 1 0 7.9 8.2A5.2 5.2 0 0 1 6.2 2Z",
  system: "M2 3h12v8.5H9v1.2h2V14H5v-1.3h2v-1.2H2ZM3.5 4.5V10h9V4.5Z",
} as const;

/** Names of the icons. */
export type IconName = keyof typeof PATHS;

// Fails to compile when a status has no icon.
PATHS satisfies Record<ShownStatus, string>;

/** The icon of a status or a control; the word beside it says what it means. */
export function Icon({ name, size, className }: { name: IconName; size?: number; className?: string }) {
  return <Shape path={PATHS[name]} {...(size !== undefined && { size })} {...(className && { className })} />;
}
