// Follow the feed: everything your agency is told, in order, from where you stopped.
//   node follow-feed.mjs [--once]
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

import { Exchange, settings } from "./exchange.mjs";

const PLACE = process.env.ALONGSIDE_PLACE ?? "feed.place";
const once = process.argv.includes("--once");
const exchange = new Exchange(settings());

/** Here your own system takes an event in. The same id may come again: take it in once. */
function takeIn(event) {
  process.stdout.write(`${JSON.stringify({ id: event.id, type: event.type, subject: event.subject })}\n`);
}

let after = existsSync(PLACE) ? readFileSync(PLACE, "utf8") : "";
for (;;) {
  const query = new URLSearchParams({ limit: "100", wait: once ? "0" : "25" });
  if (after) query.set("after", after);
  const page = await exchange.get(`/partners/v1/feed?${query}`);
  page.items.forEach(takeIn);
  // Asking again with `next` says that what came before is safe with you: so keep it only now.
  after = page.next;
  writeFileSync(`${PLACE}.new`, after);
  renameSync(`${PLACE}.new`, PLACE);
  if (page.items.length > 0) {
    await exchange.post("/partners/v1/receipts", { event_ids: page.items.map(({ id }) => id) });
  }
  if (once && page.items.length < 100) break;
}
