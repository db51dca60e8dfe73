/** As it was before anybody made it fail: what fails asks here who has called it. */
const { get } = Reflect;

/** The files of the functions that are being called, innermost first, without `listCallers` and its caller. */
export function listCallers(depth = 8) {
  const { stackTraceLimit } = Error;
  const prepareStackTrace = get(Error, "prepareStackTrace");
  try {
    Error.stackTraceLimit = depth + 2;
    Error.prepareStackTrace = (_error, sites) => sites.slice(2).map((site) => site.getFileName() ?? "");
    return new Error("callers").stack;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}
