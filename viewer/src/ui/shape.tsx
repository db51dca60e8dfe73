/** A shape to draw. */
export interface ShapeProps {
  /** Fills a box of 16 × 16. */
  path: string;
  size?: number;
  /** CSS variable of its colour. Default: the colour of the text. */
  color?: string;
  className?: string;
}

/** A decorative shape. Drawn, not typed: fonts differ in which shapes they know. */
export function Shape({ path, size = 14, color, className }: ShapeProps) {
  return (
    <svg
      class={className ? `icon ${className}` : "icon"}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={color === undefined ? "currentColor" : `var(${color})`}
      fill-rule="evenodd"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
