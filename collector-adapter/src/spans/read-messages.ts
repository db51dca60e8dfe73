import { defineAttribute } from "../otlp/define-attribute.ts";
import type { Attributes, AttributeValue, OtlpSpan } from "../otlp/otlp-span.ts";

const DETAILS_EVENT = "gen_ai.client.inference.operation.details";
const MESSAGE_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$/;
const CHOICE_EVENT = "gen_ai.choice";
const INPUT_PREFIXES = ["gen_ai.prompt.", "llm.input_messages."];
const OUTPUT_PREFIXES = ["gen_ai.completion.", "llm.output_messages."];
/** Parts of a flattened key; `0.message.tool_calls.1.tool_call.function.arguments` has seven. */
const MAX_KEY_PARTS = 16;

/** The messages of a call that has them in no attribute of their own, or `undefined`. */
export interface SpanMessages {
  input: AttributeValue | undefined;
  output: AttributeValue | undefined;
}

/**
 * Reads messages in their older forms: as events of the span, and flattened into one attribute for each field
 * (`gen_ai.prompt.0.role`, `llm.input_messages.0.message.content`).
 */
export function readMessages(span: OtlpSpan): SpanMessages {
  const fromEvents = readEvents(span);
  return {
    input: fromEvents.input ?? unflatten(span.attributes, INPUT_PREFIXES),
    output: fromEvents.output ?? unflatten(span.attributes, OUTPUT_PREFIXES),
  };
}

function readEvents(span: OtlpSpan): SpanMessages {
  const input: AttributeValue[] = [];
  const output: AttributeValue[] = [];
  const details: SpanMessages = { input: undefined, output: undefined };
  for (const { name, attributes } of span.events) {
    const role = MESSAGE_EVENT.exec(name)?.[1];
    if (role !== undefined) input.push({ role, ...attributes });
    else if (name === CHOICE_EVENT) output.push(attributes);
    else if (name === DETAILS_EVENT) {
      // Some write one such event for what goes in and another for what comes out.
      details.input ??= attributes["gen_ai.input.messages"];
      details.output ??= attributes["gen_ai.output.messages"];
    }
  }
  return {
    input: details.input ?? (input.length > 0 ? input : undefined),
    output: details.output ?? (output.length > 0 ? output : undefined),
  };
}

type Tree = Map<string, Tree | AttributeValue>;

function unflatten(attributes: Attributes, prefixes: readonly string[]): AttributeValue | undefined {
  const tree: Tree = new Map();
  for (const [key, value] of Object.entries(attributes)) {
    const prefix = prefixes.find((candidate) => key.startsWith(candidate));
    if (prefix !== undefined) plant(tree, key.slice(prefix.length).split("."), value);
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
