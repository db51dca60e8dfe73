import { describe, expect, test } from "vitest";
import { toRetryStatus } from "../otlp/export-response.ts";
import { parseTimeout, toRefusedTrailers } from "./call-status.ts";

describe("the trailers of a refused call", () => {
  test("say the code and the message, in gRPC's percent-encoding", () => {
    expect(toRefusedTrailers({ code: 3, message: "100 % größer\nals 0~" })).toEqual({
      "grpc-status": "3",
      "grpc-message": "100 %25 gr%C3%B6%C3%9Fer%0Aals 0~",
    });
  });

  test("say when to try again where that may help", () => {
    const { "grpc-status-details-bin": details } = toRefusedTrailers({ code: 14, message: "Later." });
    expect(details).not.toContain("=");
    expect(Buffer.from(String(details), "base64")).toEqual(toRetryStatus(14, "Later.", 2));
  });

  test("are short enough for every client, and say that something is missing", () => {
    const { "grpc-message": message } = toRefusedTrailers({ code: 3, message: "x".repeat(100_000) });
    expect(message).toMatch(/^x{999}%E2%80%A6$/);
  });
});

test.each([
  ["10S", 10_000],
  ["250m", 250],
  ["2M", 120_000],
  ["1H", 3_600_000],
  ["5000u", 5],
  ["99999999n", 99.999_999],
])("a client's time for a call of %s is %d ms", (header, ms) => {
  expect(parseTimeout(header)).toBeCloseTo(ms);
});

test.each([undefined, "", "10", "S", "123456789S", "-1S", "1s"])("%s is not a time for a call", (header) => {
  expect(parseTimeout(header)).toBeUndefined();
});
