import { expect, test } from "vitest";
import { createSpan } from "../../otlp/create-span.ts";
import { toCallDetail } from "./call-detail.ts";

const detailOf = (name: string, attributes: Record<string, string | number>) =>
  toCallDetail({ ...createSpan({}), attributes, name });

test.each([
  ["GET", { "url.full": "https://ada:secret@api.example.com/v1/items/7?key=secret#x" }, "api.example.com/v1/items/7"],
  ["GET", { "http.url": "http://127.0.0.1:8080/a", "http.status_code": 503 }, "127.0.0.1:8080/a 503"],
  ["GET", { "url.path": "/v1/items?key=secret", "server.address": "api" }, "api/v1/items"],
  ["GET", { "server.address": "api", "http.response.status_code": 200 }, "api 200"],
  ["GET /v1/items", { "http.route": "/v1/items", "http.response.status_code": 200 }, "200"],
  ["SELECT", { "db.query.text": "select *\n  from rooms\n where id = ?" }, "select * from rooms where id = ?"],
  ["SELECT rooms", { "db.collection.name": "rooms" }, undefined],
  ["publish", { "messaging.destination.name": "bookings" }, "bookings"],
  ["work", {}, undefined],
])("tells %s of %o from others", (name, attributes, detail) => {
  expect(detailOf(name, attributes)).toBe(detail);
});

test("looks at the beginning of a long statement only", () => {
  expect(detailOf("SELECT", { "db.statement": "x".repeat(1_000_000) })).toHaveLength(200);
});
