import type { ComponentChildren } from "preact";

/** A word and what it is, for a `<dl>`. */
export function Fact({ word, children }: { word: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </div>
  );
}
