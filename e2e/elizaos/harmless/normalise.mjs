/** Moments and durations, wherever elizaOS puts them; and whether the queue of embeddings has got to a message that is remembered. */
const CHANCE = new Set([
  "createdAt",
  "created_at",
  "updatedAt",
  "timestamp",
  "startTime",
  "endTime",
  "duration",
  "executionTime",
  "lastReplyTime",
  "time",
  "embedding", // whether it came at all is in the row of the memory
]);

/** The same inside prompts: the time of day, how long ago a message came, and milliseconds since the epoch. */
const TIME_IN_TEXT = toOne([
  /(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \w+ \d{1,2}, \d{4} at \d{1,2}:\d\d:\d\d [AP]M UTC/,
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/,
  /\b\d{1,2}:\d\d \((?:just now|\d+ \w+ ago)\)/,
  /\b1[789]\d{11}\b/,
]);

/** In prompts, elizaOS calls a run by the first digits of its id. */
const ID = toOne([/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/, /(?<=Run )[0-9a-f]{8}/]);

/** Records are megabytes of prompts: they are gone through once. */
function toOne(patterns) {
  return new RegExp(patterns.map(({ source }) => source).join("|"), "g");
}

/**
 * What was recorded, without what differs between two runs of the same script: ids become numbers in the order in which they
 * are first seen, so that who refers to whom stays; times and chance go.
 *
 * Order is kept where elizaOS gives one: the events of one message, its callbacks and its chunks. It gives none to rows
 * (those of model calls and evaluators are inserted without waiting) and to events that come from no message (embeddings are
 * worked off by a timer, ten at a time); these are sorted by what they say. The database sorts the members of an object by
 * their names, and some are ids of results: no script performs an action twice, which would leave their order to chance.
 */
export function normalise({ events, replies, rejections, warnings, logs, memories }) {
  const { outside = [], ...ofMessages } = events;
  return toNumbered({
    events: withoutChance({ ...ofMessages, outside: sortByWords(outside) }),
    replies: withoutChance(replies),
    rejections: sortByWords(rejections),
    warnings: sortByWords(warnings),
    logs: sortByWords(logs),
    memories: sortByWords(memories),
  });
}

function sortByWords(list) {
  const words = (item) => JSON.stringify(item).replaceAll(ID, "id");
  return withoutChance(list)
    .map((item) => ({ item, key: words(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ item }) => item);
}

function withoutChance(value) {
  if (typeof value === "string") return hideTimes(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutChance);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !CHANCE.has(key))
      .map(([key, member]) => [hideTimes(key), withoutChance(member)]),
  );
}

function hideTimes(text) {
  return text.replaceAll(TIME_IN_TEXT, "[time]");
}

function toNumbered(value) {
  const numbers = new Map();
  const toNumber = (id) => {
    const start = id.slice(0, 8);
    if (!numbers.has(start)) numbers.set(start, numbers.size + 1);
    return `id ${numbers.get(start)}`;
  };
  return JSON.parse(JSON.stringify(value).replaceAll(ID, toNumber));
}
