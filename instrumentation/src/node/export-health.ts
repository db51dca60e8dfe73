/** Says in public that spans cannot be delivered, once, and once more when they can be again. */
export interface ExportHealth {
  /** `lostSpans` is how many spans are lost for good by this failure. */
  reportFailure(error: Error | undefined, lostSpans: number): void;
  reportSuccess(): void;
}

/** @param url where the spans go, for the message */
export function createExportHealth(url: string, warn: (message: string) => void = emitWarning): ExportHealth {
  let isDown = false;
  let lost = 0;
  return {
    reportFailure(error, lostSpans) {
      lost += lostSpans;
      if (isDown) return;
      isDown = true;
      const reason = error?.message || "no reason given";
      warn(
        `Runline: cannot deliver spans to ${url} (${reason}). The agent is not affected; a limited number of spans is kept until it works again.`,
      );
    },
    reportSuccess() {
      if (!isDown) return;
      warn(`Runline: delivers spans to ${url} again (lost: ${lost}).`);
      isDown = false;
      lost = 0;
    },
  };
}

function emitWarning(message: string): void {
  process.emitWarning(message, { type: "RunlineWarning", code: "RUNLINE_EXPORT" });
}
