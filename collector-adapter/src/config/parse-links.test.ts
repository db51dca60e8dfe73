import { describe, expect, it } from "vitest";
import { parseLinks } from "./parse-links.ts";

const JAEGER = { name: "Jaeger", url: "http://127.0.0.1:16686/trace/{traceId}?uiFind={spanId}" };

describe("links out of Runline", () => {
  it("have a name and an address with fields; the flag beats the variable, which has several", () => {
    const variable =
      "Jaeger=http://127.0.0.1:16686/trace/{traceId}?uiFind={spanId}\nLogs=https://logs.example/?q={service}";
    expect(parseLinks(undefined, variable)).toEqual([
      JAEGER,
      { name: "Logs", url: "https://logs.example/?q={service}" },
    ]);
    expect(parseLinks(["Our logs = https://logs.example/?from={start}"], variable)).toEqual([
      { name: "Our logs", url: "https://logs.example/?from={start}" },
    ]);
    expect(parseLinks(undefined, undefined)).toEqual([]);
  });

  it("may have JSON in their address, with braces that are not fields", () => {
    const url = 'https://grafana.example/explore?panes={"a":{"queries":[{"query":"{traceId}"}]}}';
    expect(parseLinks([`Tempo=${url}`], undefined)).toEqual([{ name: "Tempo", url }]);
  });

  it.each([
    ["no name", "http://127.0.0.1/{traceId}"],
    ["a scheme that runs code", "Bad=javascript:alert(1)"],
    ["a path alone", "Bad=/trace/{traceId}"],
    ["a host that a sender would choose", "Bad=https://{service}.example/"],
    ["a field that is not known", "Bad=https://example/{trace_id}"],
    ["a name without end", `${"x".repeat(41)}=https://example/`],
    ["an address without end", `Bad=https://example/${"x".repeat(4_000)}`],
  ])("are refused with %s", (_what, text) => {
    expect(() => parseLinks([text], undefined)).toThrow(/--link or RUNLINE_LINKS/);
  });

  it("are refused without what may be a password in them", () => {
    expect(() => parseLinks(["Bad=https://ada:secret@example/{no}"], undefined)).toThrow(/^(?!.*secret)/);
  });
});
