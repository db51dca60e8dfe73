/**
 * A decorative shape in the colour of the text. Drawn, not typed: fonts differ in which shapes they know. The path fills a
 * box of 16 × 16.
 */
export function Shape({ path, size = 14, className }: { path: string; size?: number; className?: string }) {
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
      <path d={path} />
    </svg>
  );
}
