/** Members that a line shows before it counts the rest. */
const MAX_SHOWN = 4;
/** Characters of a text in a line. */
const MAX_TEXT = 40;

/**
 * A JSON value on one line, when it is as short as that; looks at no more of the value than the line could hold.
 *
 * @example toOneLine({ celsius: 11, sky: "light rain" }, 80) // '{ celsius: 11, sky: "light rain" }'
 */
export function toOneLine(value: unknown, maxLength: number): string | undefined {
  const text = write(value, maxLength);
  return text.length <= maxLength ? text : undefined;
}

/**
 * What a folded object or list has in it, in short.
 *
 * @example toPreview({ source: "maps", places: [1, 2], note: "…" }) // '{ source: "maps", places: [2], note: "…" }'
 */
export function toPreview(value: object): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  const members = Object.entries(value);
  const shown = members.slice(0, MAX_SHOWN).map(([key, member]) => `${toKey(key)}: ${toShort(member)}`);
  const more = members.length - shown.length;
  return wrap(more > 0 ? [...shown, `+${more}`] : shown);
}

/** A key as one would write it: bare where that can be read. */
export function toKey(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$-]{0,39}$/u.test(key)
    ? key
    : JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key);
}

function toShort(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value);
  if (Array.isArray(value)) return `[${value.length}]`;
  return typeof value === "object" && value !== null ? "{…}" : String(value);
}

/** Writes on until the line is too long. */
function write(value: unknown, maxLength: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const isList = Array.isArray(value);
  const parts: string[] = [];
  let left = maxLength;
  for (const [key, member] of Object.entries(value)) {
    const part = isList ? write(member, left) : `${toKey(key)}: ${write(member, left)}`;
    parts.push(part);
    left -= part.length + 2;
    if (left < 0) break;
  }
  return isList ? `[${parts.join(", ")}]` : wrap(parts);
}

function wrap(parts: readonly string[]): string {
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}
