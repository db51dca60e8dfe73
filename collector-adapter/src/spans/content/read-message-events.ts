import type { AttributeValue, OtlpSpan } from "../../otlp/otlp-span.ts";
import { isRecord } from "../is-record.ts";

const DETAILS_EVENT = "gen_ai.client.inference.operation.details";
const MESSAGE_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$/;
const CHOICE_EVENT = "gen_ai.choice";
/** What an event of a message has beside the message: all there is where content is not captured. */
const BESIDE = new Set(["role", "name", "id", "index", "finish_reason", "type", "event.name", "gen_ai.system"]);

/** Whether an event has all messages of a call, or all of one side. */
export function isDetailsEvent(name: string): boolean {
  return name === DETAILS_EVENT;
}

/**
 * Finds messages in the details event, of which some write one for what goes in and another for what comes out.
 *
 * @param system - where the event has what the model is told apart from the messages
 */
export function readDetailsEvent(attribute: string, system = ""): (span: OtlpSpan) => AttributeValue | undefined {
  return ({ events }) => {
    const event = events.find(({ name, attributes }) => isDetailsEvent(name) && attributes[attribute] !== undefined);
    const messages = event?.attributes[attribute];
    const instructions = event?.attributes[system];
    return messages === undefined || instructions === undefined ? messages : { system: instructions, messages };
  };
}

/** Messages to the model that have an event each. */
export function readInputEvents({ events }: OtlpSpan): AttributeValue | undefined {
  const messages = events.flatMap(({ name, attributes }) => {
    const role = MESSAGE_EVENT.exec(name)?.[1];
    return role === undefined || !saysSomething(attributes) ? [] : { role, ...attributes };
  });
  return messages.length === 0 ? undefined : messages;
}

/** Answers of the model, each an event. */
export function readOutputEvents({ events }: OtlpSpan): AttributeValue | undefined {
  const choices = events.flatMap(({ name, attributes }) =>
    name === CHOICE_EVENT && saysSomething(attributes) ? attributes : [],
  );
  return choices.length === 0 ? undefined : choices;
}

/** Finds what goes in or comes out in an event that has all of it under the name of an older attribute. */
export function readContentEvent(event: string, attribute: string): (span: OtlpSpan) => AttributeValue | undefined {
  return ({ events }) => events.find(({ name }) => name === event)?.attributes[attribute];
}

function saysSomething(message: object): boolean {
  return Object.entries(message).some(([name, value]) => {
    if (BESIDE.has(name)) return false;
    return name === "message" && isRecord(value) ? saysSomething(value) : true;
  });
}
