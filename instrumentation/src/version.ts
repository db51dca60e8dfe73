/** The version of this package: that of the instrumentation scope of its spans, by which a span tells who wrote it. */
export const VERSION = "0.1.0";
