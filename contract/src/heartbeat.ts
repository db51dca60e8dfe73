/** How often a sender reports each of its open spans, in ms. Three missed heartbeats make a span and its run lost. */
export const HEARTBEAT_MS = 15_000;

/** Silence after which an open span, or a run that has not ended, is lost, in ms: its process is taken for gone. */
export const LOST_AFTER_MS = 3 * HEARTBEAT_MS;

/**
 * The same for a run whose sender says nothing until a span ends, in ms: longer than a model call takes, so that a run is rarely
 * given up while it goes on.
 */
export const SILENT_AFTER_MS = 300_000;
