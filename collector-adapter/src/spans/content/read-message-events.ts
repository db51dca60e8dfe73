import type { AttributeValue, OtlpSpan } from "../../otlp/otlp-span.ts";

const DETAILS_EVENT = "gen_ai.client.inference.operation.details";
const MESSAGE_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$/;
const CHOICE_EVENT = "gen_ai.choice";

/** Finds messages in the details event, of which some write one for what goes in and another for what comes out. */
export function readDetailsEvent(attribute: string): (span: OtlpSpan) => AttributeValue | undefined {
  return ({ events }) =>
    events.find(({ name, attributes }) => name === DETAILS_EVENT && attributes[attribute] !== undefined)?.attributes[
      attribute
    ];
}

/** Messages to the model that have an event each. */
export function readInputEvents({ events }: OtlpSpan): AttributeValue | undefined {
  const messages = events.flatMap(({ name, attributes }) => {
    const role = MESSAGE_EVENT.exec(name)?.[1];
    return role === undefined ? [] : { role, ...attributes };
  });
  return messages.length === 0 ? undefined : messages;
}

/** Answers of the model, each an event. */
export function readOutputEvents({ events }: OtlpSpan): AttributeValue | undefined {
  const choices = events.flatMap(({ name, attributes }) => (name === CHOICE_EVENT ? attributes : []));
  return choices.length === 0 ? undefined : choices;
}

/** Finds what goes in or comes out in an event that has all of it under the name of an older attribute. */
export function readContentEvent(event: string, attribute: string): (span: OtlpSpan) => AttributeValue | undefined {
  return ({ events }) => events.find(({ name }) => name === event)?.attributes[attribute];
}
