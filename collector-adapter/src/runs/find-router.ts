import { FOUND_KINDS, readUuid, type FindAnswer, type Found } from "@runline/contract";
import express, { type Router } from "express";
import type { Session } from "../database/database.ts";
import { ApiError } from "../http/api-error.ts";
import { findId, type NamedThing } from "../sql/find-id.ts";
import { findSpan, listNewestFolds } from "../sql/find-span.ts";
import { listFolds, type HostFold } from "../sql/list-folds.ts";
import { formatUuid } from "../uuid.ts";

/** Runs whose spans are looked at: an index of spans by their id would cost each span that comes 2 µs. */
const SEARCHED_RUNS = 200;
/** No further run is looked at when those before have so many spans: each may have 200,000 and more. */
const MAX_SEARCHED_SPANS = 100_000;

/** `GET /api/find/:id`: what an id names that somebody has copied from anywhere. */
export function createFindRouter(database: Session): Router {
  const router = express.Router();

  router.get("/api/find/:id", async (request, response) => {
    const id = request.params.id.trim().toLowerCase();
    const uuid = readUuid(/^[0-9a-f]{32}$/.test(id) ? formatUuid(id) : id);
    if (uuid === undefined && !/^[0-9a-f]{16}$/.test(id)) {
      throw new ApiError(
        "BAD_REQUEST",
        `id is "${id.slice(0, 100)}"; expected a UUID, or 32 or 16 hexadecimal digits.`,
      );
    }
    const body: FindAnswer = uuid === undefined ? await readSpanPlaces(database, id) : await readPlaces(database, uuid);
    response.json(body);
  });

  return router;
}

async function readPlaces(database: Session, id: string): Promise<FindAnswer> {
  const rank = ({ kind }: NamedThing) => FOUND_KINDS.indexOf(kind);
  const things = (await findId(database, id)).toSorted((a, b) => rank(a) - rank(b));
  return {
    found: things.map(({ kind, agentId, runId, traceKey }) => ({
      kind,
      ...(agentId !== null && { agentId }),
      ...(runId !== null && { runId }),
      ...(traceKey !== null && { traceId: traceKey.replaceAll("-", "") }),
    })),
  };
}

async function readSpanPlaces(database: Session, spanId: string): Promise<FindAnswer> {
  const newest = await listNewestFolds(database, SEARCHED_RUNS);
  const known = await listFolds(database, [...new Set(newest.map(({ foldKey }) => foldKey))]);
  const { folds, count } = takeSearched(newest, new Map(known.map((fold) => [fold.foldKey, fold])));
  const places = await findSpan(database, [...folds.values()], spanId);
  const last = count < SEARCHED_RUNS && count === newest.length ? undefined : newest[count - 1];
  return {
    found: places.map(({ foldKey, traceId }): Found => {
      const [run, ...others] = folds.get(foldKey)?.runs ?? [];
      const isAlone = run !== undefined && others.length === 0;
      return { kind: "span", spanId, traceId, ...(isAlone && { agentId: run.agentId, runId: run.runId }) };
    }),
    ...(last && { searchedTo: Math.floor(last.startedAt) }),
  };
}

/** The folds of so many of the newest runs as have not too many spans together; of one run at least. */
function takeSearched(newest: readonly { foldKey: string }[], known: ReadonlyMap<string, HostFold>) {
  const folds = new Map<string, HostFold>();
  let count = 0;
  let spans = 0;
  for (const { foldKey } of newest) {
    if (spans >= MAX_SEARCHED_SPANS) break;
    count += 1;
    const fold = known.get(foldKey);
    if (fold === undefined || folds.has(foldKey)) continue;
    folds.set(foldKey, fold);
    spans += fold.spans;
  }
  return { folds, count };
}
