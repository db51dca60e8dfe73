import type { ShownKind } from "../models/shown-kind.ts";
import { KINDS } from "./kinds.ts";
import { Shape } from "./shape.tsx";

/** The icon of a kind of span in its colour; the word beside it says what it is. */
export function KindIcon({ kind, size = 14 }: { kind: ShownKind; size?: number }) {
  const { icon, color } = KINDS[kind];
  return <Shape path={icon} size={size} color={color} className={`kind-icon kind-${kind}`} />;
}
