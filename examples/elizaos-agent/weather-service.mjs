import { createServer } from "node:http";
import { once } from "node:events";

/** A weather service on a free port of this machine, so that the example has an HTTP call to show. */
export async function startWeatherService(pause) {
  const server = createServer(async (request, response) => {
    const city = new URL(request.url, "http://localhost").searchParams.get("city") ?? "";
    await pause(180);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ celsius: 8 + (city.length % 5) * 4, sky: city.length % 2 ? "rain" : "sun" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
