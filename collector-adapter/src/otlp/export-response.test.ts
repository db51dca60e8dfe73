import { describe, expect, test } from "vitest";
import { message, text, varint } from "../../test/support/otlp-encoder.ts";
import { toExportResponse, toRetryStatus, toStatusResponse } from "./export-response.ts";

describe("the answer to an export", () => {
  test("is empty when all went well", () => {
    expect(toExportResponse("traces", "protobuf", 0, "")).toHaveLength(0);
    expect(toExportResponse("traces", "json", 0, "").toString()).toBe("{}");
  });

  test("says how many spans were rejected and why", () => {
    const expected = message(1, [varint(1, 300n), text(2, "größer als 0")]);
    expect(toExportResponse("traces", "protobuf", 300, "größer als 0")).toEqual(expected);
    expect(JSON.parse(toExportResponse("traces", "json", 300, "größer als 0").toString())).toEqual({
      partialSuccess: { rejectedSpans: "300", errorMessage: "größer als 0" },
    });
  });

  test("is a warning when nothing was rejected but something is to be said", () => {
    expect(toExportResponse("traces", "protobuf", 0, "cut")).toEqual(message(1, [text(2, "cut")]));
    expect(toExportResponse("traces", "json", 0, "cut").toString()).toContain('"rejectedSpans":"0"');
  });
});

test("an error is a google.rpc.Status in the encoding of the request", () => {
  expect(toStatusResponse("protobuf", 14, "later")).toEqual(Buffer.concat([varint(1, 14n), text(2, "later")]));
  expect(toStatusResponse("json", 14, "later").toString()).toBe('{"code":14,"message":"later"}');
});

test("a status that says when to try again holds a RetryInfo", () => {
  const retryInfo = [text(1, "type.googleapis.com/google.rpc.RetryInfo"), message(2, [message(1, [varint(1, 2n)])])];
  expect(toRetryStatus(14, "later", 2)).toEqual(
    Buffer.concat([varint(1, 14n), text(2, "later"), message(3, retryInfo)]),
  );
});
