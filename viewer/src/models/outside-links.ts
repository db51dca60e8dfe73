import { LINK_FIELDS, type LinkField, type LinkTemplate, type RunSpan, type RunSummary } from "@runline/contract";

/** What is known of a run or span that links may name. */
export type LinkValues = Partial<Record<LinkField, string | number | undefined>>;

/** A way out, ready to be followed. */
export interface OutsideLink {
  name: string;
  href: string;
}

const FIELD = /\{(\w+)\}/g;

/**
 * Fills templates in. A link that names something unknown is left out, and so is one that leads to no web address.
 *
 * @example toOutsideLinks([{ name: "Jaeger", url: "http://jaeger/trace/{traceId}" }], { traceId: "0af7…" })
 */
export function toOutsideLinks(templates: readonly LinkTemplate[], values: LinkValues): OutsideLink[] {
  const toValue = (field: string): string => {
    const known = LINK_FIELDS.find((name) => name === field);
    return known === undefined ? "" : String(values[known] ?? "");
  };
  return templates.flatMap(({ name, url }) => {
    const isKnown = [...url.matchAll(FIELD)].every(([, field = ""]) => toValue(field) !== "");
    if (!isKnown || !/^https?:\/\//i.test(url)) return [];
    return { name, href: url.replaceAll(FIELD, (_, field: string) => encodeURIComponent(toValue(field))) };
  });
}

/** Of a run: its trace, and the span that stands for the whole. `now` is its end while it goes on. */
export function toRunLinkValues(run: RunSummary, now: number): LinkValues {
  const { traceId, rootSpanId: spanId, runId, agentId, serviceName: service, startedAt } = run;
  return { traceId, spanId, runId, agentId, service, start: startedAt, end: run.endedAt ?? run.lastHeardAt ?? now };
}

/** Of a span. Its agent is not known: a trace may have several. */
export function toSpanLinkValues(span: RunSpan, now: number): LinkValues {
  const { traceId, spanId, runId, serviceName: service, startedAt } = span;
  return { traceId, spanId, runId, service, start: startedAt, end: span.endedAt ?? now };
}
