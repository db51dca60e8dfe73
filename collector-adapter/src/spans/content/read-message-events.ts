import type { AttributeValue, OtlpSpan } from "../../otlp/otlp-span.ts";
import { isRecord } from "../is-record.ts";
import { fromText } from "./from-json.ts";
import { saysSomething } from "./says-something.ts";

const DETAILS_EVENT = "gen_ai.client.inference.operation.details";
const MESSAGE_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$/;
const CHOICE_EVENT = "gen_ai.choice";
const EVENT_CONTENT = "gen_ai.event.content";
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

/** What events say, be they of a span or in a list. */
interface Events {
  events: readonly { name: string; attributes: Readonly<Record<string, unknown>> }[];
}

/** Messages to the model that have an event each. */
export function readInputEvents({ events }: Events): unknown {
  const messages = events.flatMap(({ name, attributes }) => {
    const role = MESSAGE_EVENT.exec(name)?.[1];
    const message = toMessage(attributes);
    return role === undefined || !saysSomething(message) ? [] : { role, ...message };
  });
  return messages.length === 0 ? undefined : messages;
}

/** Answers of the model, each an event. */
export function readOutputEvents({ events }: Events): unknown {
  const choices = events.flatMap(({ name, attributes }) => {
    const choice = toMessage(attributes);
    return name === CHOICE_EVENT && saysSomething(choice) ? choice : [];
  });
  return choices.length === 0 ? undefined : choices;
}

/** The message in an event: Azure's SDKs write the whole of it as JSON into one attribute. */
function toMessage(attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { [EVENT_CONTENT]: content, ...others } = attributes;
  const message = content === undefined ? undefined : fromText(content);
  return isRecord(message) ? { ...others, ...message } : attributes;
}

/** The events in a list, as Pydantic AI writes them into an attribute: with their names among what they say. */
export function toEvents(list: AttributeValue): Events {
  const events: unknown = fromText(list);
  return {
    events: (Array.isArray(events) ? events : []).flatMap((event: unknown) => {
      const name = isRecord(event) ? event["event.name"] : undefined;
      return isRecord(event) && typeof name === "string" ? { name, attributes: event } : [];
    }),
  };
}

/** Finds what goes in or comes out in an event that has all of it under the name of an older attribute. */
export function readContentEvent(event: string, attribute: string): (span: OtlpSpan) => AttributeValue | undefined {
  return ({ events }) => events.find(({ name }) => name === event)?.attributes[attribute];
}
