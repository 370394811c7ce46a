// Receive webhooks: check who sent each, keep it, and answer within seconds.
//   ALONGSIDE_WEBHOOK_SECRETS="whsec_..." node receive-webhooks.mjs [port]
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

import { Exchange, settings } from "./exchange.mjs";

const TOLERANCE_SECONDS = 300;
const LARGEST_BODY = 64 * 1024;
const secrets = (process.env.ALONGSIDE_WEBHOOK_SECRETS ?? "").split(" ").filter(Boolean);
const exchange = new Exchange(settings());
const seen = new Set(); // in earnest: a table with the id as its key

/** Tell whether the body is from the exchange and fresh (Standard Webhooks, version 1). */
export function isGenuine(headers, body, keys = secrets, now = Date.now() / 1000) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (!id || Math.abs(now - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const given = String(headers["webhook-signature"] ?? "")
    .split(" ")
    .filter((signature) => signature.startsWith("v1,"))
    .map((signature) => Buffer.from(signature.slice(3), "base64"));
  return keys.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const right = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
    return given.some((one) => one.length === right.length && timingSafeEqual(one, right));
  });
}

const server = createServer(async (request, response) => {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) {
      response.writeHead(413).end();
      return;
    }
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (!isGenuine(request.headers, body)) {
    response.writeHead(401).end();
    return;
  }
  const event = JSON.parse(body);
  if (!seen.has(event.id)) {
    seen.add(event.id);
    process.stdout.write(`${JSON.stringify({ id: event.id, type: event.type, subject: event.subject })}\n`);
  }
  response.writeHead(204).end();
  // That it was sent is known; that you have it safe is for you to say.
  await exchange
    .post("/partners/v1/receipts", { event_ids: [event.id] })
    .catch((failure) => process.stderr.write(`no receipt: ${failure.message}\n`));
});

if (secrets.length === 0) throw new Error("Set ALONGSIDE_WEBHOOK_SECRETS.");
server.listen(Number(process.argv[2] ?? 8090), "127.0.0.1", () => {
  process.stderr.write(`listening on ${server.address().port}\n`);
});
