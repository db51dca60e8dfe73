import type { Found } from "@runline/contract";
import { expect, it } from "vitest";
import { toFoundPath } from "./found-path.ts";

const ID = "0A4F3C1E-7B1D-4A4E-9F0E-3D1C5B2A7F10";
const OWN = ID.toLowerCase();

it.each<[Found, string | undefined]>([
  [{ kind: "run", agentId: "a", runId: "r", traceId: "t" }, "/a/runs/r"],
  [{ kind: "message", agentId: "a", runId: "r" }, "/a/runs/r"],
  [{ kind: "span", agentId: "a", runId: "r", traceId: "t", spanId: "s" }, "/a/runs/r?span=s"],
  [{ kind: "span", traceId: "t", spanId: "s" }, "/trace/t?span=s"],
  [{ kind: "trace", traceId: "t" }, "/trace/t"],
  [{ kind: "room" }, `/rooms/${OWN}`],
  [{ kind: "user" }, `/?user=${OWN}`],
  [{ kind: "agent", agentId: OWN }, `/${OWN}`],
  [{ kind: "run" }, undefined],
])("leads from %j to its page", (found, path) => expect(toFoundPath(found, ID)).toBe(path));
