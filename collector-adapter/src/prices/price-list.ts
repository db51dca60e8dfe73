import {
  calcPrice,
  findProvider,
  type ConditionalPrice,
  type ModelInfo,
  type ModelPrice,
} from "@pydantic/genai-prices";
import type { TokenPrices } from "./token-prices.ts";

/** Whoever serves models on a machine of one's own: nobody sends a bill, and the name of the model is that of one that is sold. */
const LOCAL = /ollama|llama[._-]?cpp|llamafile|lm[._-]?studio|vllm|sglang|transformers|\bmlx\b|\blocal/i;

/** Models whose place in the list is remembered: to find one takes 70 µs. */
const MAX_KNOWN = 1_000;

/** The public list of prices: what the models of some forty providers cost, and from when on. */
export interface PriceList {
  /**
   * Prices of a model at a moment, ms since the epoch. Where the provider is none of the list, such as the name of a framework, the
   * model goes by its own name alone.
   */
  find(model: string, provider: string | undefined, at: number): TokenPrices | undefined;
}

export function createPriceList(): PriceList {
  const known = new Map<string, PricesSince[]>();
  return {
    find(model, provider, at) {
      const key = `${provider ?? ""}\n${model}`;
      let prices = known.get(key);
      if (prices === undefined) {
        if (known.size >= MAX_KNOWN) known.clear();
        prices = findModel(model, provider).map(toPricesSince);
        known.set(key, prices);
      }
      return prices.findLast(({ isActive }) => isActive(at))?.prices;
    },
  };
}

/** Prices, and when they hold. */
interface PricesSince {
  prices: TokenPrices;
  isActive: (at: number) => boolean;
}

/** The prices of a model by all names that it may have in the list; of several that hold, the last one counts. */
function findModel(model: string, provider: string | undefined): ConditionalPrice[] {
  for (const place of listPlaces(model, provider)) {
    const prices = lookUp(place)?.prices;
    if (prices !== undefined) return Array.isArray(prices) ? prices : [{ prices }];
  }
  return [];
}

interface Place {
  model: string;
  providerId?: string | undefined;
}

/** Where a model may stand, best first: `openai/gpt-4o` may be a name of its provider, or the provider and a name. */
function listPlaces(model: string, provider: string | undefined): Place[] {
  if (provider !== undefined && LOCAL.test(provider)) return [];
  const places: Place[] = [];
  const providerId = toProviderId(provider);
  if (providerId !== undefined) places.push({ model, providerId });
  const slash = model.indexOf("/");
  const [prefix, rest] = slash < 0 ? [undefined, model] : [model.slice(0, slash), model.slice(slash + 1)];
  if (prefix !== undefined && LOCAL.test(prefix)) return places;
  if (prefix !== undefined && providerId !== undefined) places.push({ model: rest, providerId });
  const prefixId = toProviderId(prefix);
  if (prefixId !== undefined) places.push({ model: rest, providerId: prefixId });
  if (providerId === undefined) places.push({ model }, { model: rest });
  return places;
}

/** The id of a provider in the list: of `x_ai` that of `x-ai`, of `groq.chat`, as the AI SDK writes it, that of `groq`. */
function toProviderId(provider: string | undefined): string | undefined {
  if (provider === undefined) return undefined;
  for (const providerId of [provider, provider.replaceAll("_", "-"), provider.split(".")[0]]) {
    const found = providerId ? findProvider({ providerId }) : undefined;
    if (found !== undefined) return found.id;
  }
  return undefined;
}

function lookUp({ model, providerId }: Place): ModelInfo | undefined {
  return calcPrice({}, model, providerId === undefined ? {} : { providerId })?.model;
}

function toPricesSince({ prices, constraint }: ConditionalPrice): PricesSince {
  return { prices: toTokenPrices(prices), isActive: toCondition(constraint) };
}

function toCondition(constraint: ConditionalPrice["constraint"]): PricesSince["isActive"] {
  if (constraint === undefined) return () => true;
  if (constraint.type === "start_date") {
    const since = Date.parse(constraint.start_date);
    return (at) => at >= since;
  }
  // Hours of a day in UTC, `16:30:00Z`; a night begins after it ends.
  const [start, end] = [constraint.start_time.slice(0, 8), constraint.end_time.slice(0, 8)];
  return (at) => {
    const time = new Date(at).toISOString().slice(11, 19);
    return start <= end ? time >= start && time < end : time >= start || time < end;
  };
}

function toTokenPrices(prices: ModelPrice): TokenPrices {
  return {
    input: prices["input_mtok"],
    output: prices["output_mtok"],
    cachedInput: prices["cache_read_mtok"],
    cacheWriteInput: prices["cache_write_mtok"],
    audioInput: prices["input_audio_mtok"],
    audioOutput: prices["output_audio_mtok"],
    thousandCalls: prices["requests_kcount"],
  };
}
