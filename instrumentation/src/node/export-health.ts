/** Says in public that spans cannot be delivered, once, and once more when they can be again. */
export interface ExportHealth {
  /** Nothing is lost yet: what could not be delivered is kept. */
  reportFailure(error: Error | undefined): void;
  /** The receiver does not want these spans; they are dropped. */
  reportRefusal(error: Error | undefined, spans: number): void;
  /** More has ended than can be kept; the oldest were dropped. */
  reportOverflow(spans: number): void;
  reportSuccess(): void;
}

/** @param url where the spans go, for the message */
export function createExportHealth(url: string, warn: (message: string) => void = emitWarning): ExportHealth {
  let isWell = true;
  let lost = 0;
  function report(message: string): void {
    if (isWell) warn(`Runline: ${message} The agent is not affected.`);
    isWell = false;
  }
  return {
    reportFailure(error) {
      report(
        `cannot deliver spans to ${url} (${toReason(error)}). They are kept, within a limit, until it works again.`,
      );
    },
    reportRefusal(error, spans) {
      lost += spans;
      report(`${url} refuses spans (${toReason(error)}); they are dropped. Check the address and the token.`);
    },
    reportOverflow(spans) {
      lost += spans;
      report(`spans end faster than ${url} takes them; the oldest are dropped.`);
    },
    reportSuccess() {
      if (isWell) return;
      warn(`Runline: delivers spans to ${url} again (lost: ${lost}).`);
      isWell = true;
      lost = 0;
    },
  };
}

function toReason(error: Error | undefined): string {
  const code = error !== undefined && "code" in error && typeof error.code === "number" ? `${error.code} ` : "";
  return `${code}${error?.message ?? ""}`.trim() || "no reason given";
}

function emitWarning(message: string): void {
  process.emitWarning(message, { type: "RunlineWarning", code: "RUNLINE_EXPORT" });
}
