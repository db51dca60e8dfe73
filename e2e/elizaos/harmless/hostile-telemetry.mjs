import { context, diag, DiagLogLevel, INVALID_SPAN_CONTEXT, ROOT_CONTEXT, trace } from "@opentelemetry/api";

const fail = () => {
  throw new Error("hostile telemetry");
};
/** An object whose every member is what `toMember` says of its name. */
const everyMember = (toMember) => new Proxy({}, { get: (_target, name) => toMember(name), has: () => true });
const provide = (tracer, more) => ({ getTracer: () => tracer, ...more });
const wellBehaved = { startSpan: () => trace.wrapSpanContext(INVALID_SPAN_CONTEXT) };

/** A function that is another one each time it is called. */
export function takeTurns(...functions) {
  let calls = 0;
  return (...args) => functions[calls++ % functions.length](...args);
}

/** What a tracer may give for a span, other than a span. */
const garbage = [
  undefined,
  null,
  "span",
  { spanContext: 1, end: "never" },
  everyMember(fail),
  everyMember(() => undefined),
];

/** Its tracer throws, whatever it is asked for. */
export const throwingProvider = provide(everyMember(() => fail));

/** Tracer providers that a host could hand to the plugin, by what is wrong with them. */
export const hostileProviders = {
  "gives something else for a span each time": () =>
    provide({ startSpan: takeTurns(...garbage.map((span) => () => span)) }),
  "gives spans that throw": () => provide({ startSpan: () => everyMember(() => fail) }),
  "gives spans that answer garbage": () => provide({ startSpan: () => everyMember(() => () => "garbage") }),
};

/** The same, with nothing wrong but what shows when the agent starts or stops. */
export const incompleteProviders = {
  "fails to give a tracer": () => ({ getTracer: fail }),
  "gives no tracer": () => provide(undefined),
  "never flushes": () => provide(wellBehaved, { forceFlush: () => new Promise(() => {}) }),
  "fails to flush": () => provide(wellBehaved, { forceFlush: () => Promise.reject(new Error("no flush")) }),
  "throws when it is to flush": () => provide(wellBehaved, { forceFlush: fail }),
};

/** Context managers that a process may have registered, by what is wrong with them. */
export const hostileContextManagers = {
  throws: { active: fail, with: fail },
  "throws after the call": {
    with(_context, fn, self, ...args) {
      fn.call(self, ...args);
      fail();
    },
  },
  "calls back never, twice or later, by turns": {
    with: takeTurns(
      () => undefined,
      (_context, fn, self, ...args) => {
        fn.call(self, ...args);
        return fn.call(self, ...args);
      },
      (_context, fn, self, ...args) => void setImmediate(() => fn.call(self, ...args)),
    ),
  },
  "answers garbage": {
    active: () => "context",
    with(_context, fn, self, ...args) {
      fn.call(self, ...args);
      return "garbage";
    },
  },
};

/** Makes one of {@link hostileContextManagers} the global one. @returns a function that removes it */
export function installContextManager(name) {
  const manager = { active: () => ROOT_CONTEXT, bind: fail, enable: () => manager, disable: () => manager };
  context.setGlobalContextManager(Object.assign(manager, hostileContextManagers[name]));
  return () => context.disable();
}

/** Makes a tracer provider that throws the global one. @returns a function that removes it */
export function installTracerProvider() {
  trace.setGlobalTracerProvider({ getTracer: fail });
  return () => trace.disable();
}

/** Makes a logger that throws the one of OpenTelemetry. @returns a function that removes it */
export function installDiagLogger() {
  const options = { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true };
  // Setting it logs a line, which is when it must not throw yet.
  let isArmed = false;
  diag.setLogger(
    everyMember(() => () => isArmed && fail()),
    options,
  );
  isArmed = true;
  return () => {
    isArmed = false; // removing it logs a line too
    diag.disable();
  };
}
