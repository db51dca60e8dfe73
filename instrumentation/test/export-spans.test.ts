import { ROOT_CONTEXT, context } from "@opentelemetry/api";
import type { ContextManager } from "@opentelemetry/api";
import { InMemorySpanExporter } from "@opentelemetry/sdk-trace-node";
import { afterEach, expect, it } from "vitest";
import { exportSpans } from "../src/node/export-spans.ts";

afterEach(() => {
  context.disable();
});

function register(broken: Partial<ContextManager>): void {
  const manager: ContextManager = {
    active: () => ROOT_CONTEXT,
    with: (_context, fn, self, ...args) => fn.apply(self, args),
    bind: (_context, target) => target,
    enable: () => manager,
    disable: () => manager,
    ...broken,
  };
  context.setGlobalContextManager(manager);
}

function fail(): never {
  throw new Error("broken context manager");
}

it("delivers where the host's context manager throws", async () => {
  register({ active: fail, with: fail });
  expect(await exportSpans(new InMemorySpanExporter(), [])).toMatchObject({ isDelivered: true });
});

it("delivers once where the host's context manager throws after the call", async () => {
  let exports = 0;
  class CountingExporter extends InMemorySpanExporter {
    override export(...args: Parameters<InMemorySpanExporter["export"]>): void {
      exports += 1;
      super.export(...args);
    }
  }
  register({
    with(_context, fn, self, ...args) {
      fn.apply(self, args);
      fail();
    },
  });
  expect(await exportSpans(new CountingExporter(), [])).toMatchObject({ isDelivered: true });
  expect(exports).toBe(1);
});
