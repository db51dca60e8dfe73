import { defineAttribute } from "../../otlp/define-attribute.ts";
import type { Attributes, AttributeValue } from "../../otlp/otlp-span.ts";

/** Parts of a flattened key; `0.message.tool_calls.1.tool_call.function.arguments` has seven. */
const MAX_KEY_PARTS = 16;

type Tree = Map<string, Tree | AttributeValue>;

/**
 * The list or object that was flattened into one attribute for each of its fields; `undefined` when no attribute begins with the
 * prefix.
 *
 * @example unflatten({ "gen_ai.prompt.0.role": "user" }, "gen_ai.prompt.") // [{ role: "user" }]
 */
export function unflatten(attributes: Attributes, prefix: string): AttributeValue | undefined {
  const tree: Tree = new Map();
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith(prefix)) plant(tree, key.slice(prefix.length).split("."), value);
  }
  return tree.size === 0 ? undefined : toValue(tree);
}

/** Adds a value at its path; one whose path is too deep, or ends where another goes on, is left to the attributes. */
function plant(tree: Tree, path: string[], value: AttributeValue): void {
  if (path.length > MAX_KEY_PARTS) return;
  let node = tree;
  for (const part of path.slice(0, -1)) {
    const next: Tree | AttributeValue = node.get(part) ?? new Map<string, Tree | AttributeValue>();
    if (!(next instanceof Map)) return;
    node.set(part, next);
    node = next;
  }
  const last = path.at(-1) ?? "";
  if (!node.has(last)) node.set(last, value);
}

function toValue(node: Tree | AttributeValue): AttributeValue {
  if (!(node instanceof Map)) return node;
  const entries = [...node];
  if (entries.every(([key]) => /^\d+$/.test(key))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, member]) => toValue(member));
  }
  const object: Attributes = {};
  for (const [key, member] of entries) defineAttribute(object, key, toValue(member));
  return object;
}
