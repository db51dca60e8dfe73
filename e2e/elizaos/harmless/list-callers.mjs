/** The files of the functions that are being called, innermost first, without `listCallers` and its caller. */
export function listCallers(depth = 8) {
  // Plain members: this runs inside of Reflect.get and its like.
  // oxlint-disable-next-line typescript/unbound-method -- it is put back, not called
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = depth + 2;
    Error.prepareStackTrace = (_error, sites) => sites.slice(2).map((site) => site.getFileName() ?? "");
    return new Error("callers").stack;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}
