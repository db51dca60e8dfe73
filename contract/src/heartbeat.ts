/** How often a sender reports each of its open spans, in ms. Three missed heartbeats make a span and its run lost. */
export const HEARTBEAT_MS = 15_000;

/** Silence after which an open span, or a run that has not ended, is lost, in ms: its process is taken for gone. */
export const LOST_AFTER_MS = 3 * HEARTBEAT_MS;
