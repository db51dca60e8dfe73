import { once } from "node:events";
import { createServer } from "node:http";
import express from "express";
import pino from "pino";
import { expect, onTestFinished, test, vi } from "vitest";
import { createErrorHandler } from "./error-handler.ts";

test("an answer that has begun breaks off, and its error is told by the log alone", async () => {
  const lines: string[] = [];
  const app = express();
  app.get("/half", async (_request, response) => {
    await new Promise((resolve) => response.write("half of", resolve));
    throw new Error("the rest cannot be read");
  });
  app.use(createErrorHandler(pino({ level: "error" }, { write: (line: string) => void lines.push(line) })));
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stderr = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => {
    stderr.mockRestore();
    server.close();
  });
  // Express is silent where NODE_ENV is "test".
  app.set("env", "production");

  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const response = await fetch(`http://127.0.0.1:${port}/half`);
  await expect(response.text()).rejects.toThrow("terminated");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("the rest cannot be read");
  expect(stderr).not.toHaveBeenCalled();
});
