import { expect, it } from "vitest";
import { observeMessageService } from "./observe-message-service.ts";

interface Runtime {
  messageService: unknown;
  initPromise?: unknown;
}

it("sees the service that is there and each that follows", () => {
  const [first, second] = [{ name: "first" }, { name: "second" }];
  const seen: object[] = [];
  const runtime: Runtime = { messageService: first };
  observeMessageService(runtime, (service) => seen.push(service));
  runtime.messageService = second;
  expect(runtime.messageService).toBe(second);
  runtime.messageService = null;
  expect(runtime.messageService).toBeNull();
  expect(seen).toEqual([first, second]);
});

it("gives an object derived from the runtime a service of its own", () => {
  const runtime: Runtime = { messageService: null };
  const seen: object[] = [];
  observeMessageService(runtime, (service) => seen.push(service));
  const derived: Runtime = Object.create(runtime);
  const own = { name: "own" };
  derived.messageService = own;
  expect(derived.messageService).toBe(own);
  expect(runtime.messageService).toBeNull();
  expect(seen).toEqual([own]);
});

it("leaves an accessor of the host's in its place and looks for the service when the runtime is ready", async () => {
  let service: unknown = null;
  const runtime: Runtime = {
    get messageService() {
      return service;
    },
    set messageService(next) {
      service = next;
    },
    initPromise: Promise.resolve(),
  };
  const before = Object.getOwnPropertyDescriptor(runtime, "messageService");
  const seen: object[] = [];
  observeMessageService(runtime, (found) => seen.push(found));
  const own = { name: "own" };
  runtime.messageService = own;
  await runtime.initPromise;
  expect(seen).toEqual([own]);
  expect(Object.getOwnPropertyDescriptor(runtime, "messageService")).toEqual(before);
});

it("keeps the service usable when observing it fails", () => {
  const runtime: Runtime = { messageService: null };
  observeMessageService(runtime, () => {
    throw new Error("ours");
  });
  const service = { name: "own" };
  runtime.messageService = service;
  expect(runtime.messageService).toBe(service);
});
