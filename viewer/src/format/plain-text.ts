import { toContentBlocks } from "./content-blocks.ts";

/** Content as lines of text: each message under who says it, values as indented JSON. Empty for what was not captured. */
export function toPlainText(content: unknown): string {
  if (content === undefined) return "";
  return toContentBlocks(content, "")
    .map(({ title, pieces }) =>
      [title, ...pieces.flatMap(({ label, text }) => [label, text])].filter(Boolean).join("\n"),
    )
    .join("\n\n");
}
