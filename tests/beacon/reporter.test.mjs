// What a page says of its sockets, with a page that is made up; run by test_beacon_scripts.py.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Page, Socket } from "./made_page.mjs";

const BEACON = "http://10.0.0.1:8461";

async function joined(terms) {
  const page = new Page(terms);
  page.client = await page.window.Sidlab.join(BEACON, "token", "Kim");
  return page;
}

test("a page joins, is named, and names itself in the query of its sockets", async () => {
  const page = await joined();
  assert.equal(page.client, "lan:kim");
  assert.equal(page.key, "k1");
  const { path, origin, body } = page.posted[0];
  assert.deepEqual({ path, origin }, { path: "/join", origin: BEACON });
  assert.deepEqual(body, { token: "token", name: "Kim", was: "", page: "http://10.0.0.1:80/" });
  const socket = page.window.Sidlab.watch(new Socket({ own: 1 }));
  assert.deepEqual({ ...socket.io.opts.query }, { own: 1, sidlab: "lan:kim" });
});

test("a socket's life is told in order", async () => {
  const page = await joined();
  const socket = page.window.Sidlab.watch(new Socket());
  assert.equal(page.window.Sidlab.watch(socket), socket);
  socket.open("s1");
  socket.connect("i1");
  socket.io.engine.emit("upgrade");
  socket.lose("transport close", { description: "websocket connection closed", context: { code: 1006 } });
  socket.emit("connect_error", Object.assign(new Error("xhr poll error"), { description: 0 }));
  socket.open("s2", "websocket");
  socket.connect("i2");
  await page.soon();
  assert.deepEqual(page.told(), [
    { type: "socket.opened", sid: "s1", transport: "polling" },
    { type: "socket.connected", socket: 1, sid: "s1", id: "i1", transport: "polling" },
    { type: "socket.upgraded", socket: 1, sid: "s1" },
    { type: "socket.lost", socket: 1, sid: "s1", reason: "transport close", error: "close 1006" },
    { type: "socket.failed", error: "xhr status 0", text: "xhr poll error" },
    { type: "socket.opened", sid: "s2", transport: "websocket" },
    { type: "socket.connected", socket: 2, sid: "s2", id: "i2", transport: "websocket" },
  ]);
});

test("a socket that was connected before it is watched is told as it stands", async () => {
  const page = await joined();
  const socket = new Socket();
  socket.open("s1");
  socket.connect("i1");
  page.window.Sidlab.watch(socket);
  await page.soon();
  assert.deepEqual(page.told().map(({ type }) => type), ["socket.opened", "socket.connected"]);
});

test("an upgrade that is done before the namespace is joined is told after it", async () => {
  const page = await joined();
  const socket = page.window.Sidlab.watch(new Socket());
  socket.open("s1");
  socket.io.engine.emit("upgrade");
  socket.connect("i1");
  await page.soon();
  assert.deepEqual(page.told().map(({ type }) => type), ["socket.opened", "socket.connected", "socket.upgraded"]);
});

test("what cannot be said waits, is said once, and the eldest gives way", async () => {
  const page = await joined();
  const socket = page.window.Sidlab.watch(new Socket());
  page.answers["/report"] = () => { throw new TypeError("Failed to fetch"); };
  for (let number = 0; number < 510; number += 1) socket.emit("connect_error", new Error(`e${number}`));
  await page.soon();
  await page.beat();
  assert.equal(page.posted.at(-1).body.dropped, 10);
  assert.equal(page.posted.at(-1).body.happened[0].n, 11);
  page.answers["/report"] = () => ({ status: 200, body: { at: 0 } });
  const before = page.posted.length;
  await page.beat();
  for (let round = 0; round < 40; round += 1) await page.soon();
  const numbers = page.posted.slice(before).flatMap(({ body }) => body.happened.map(({ n }) => n));
  assert.deepEqual(numbers, Array.from({ length: 500 }, (_, place) => place + 11));
  assert.equal(page.posted.at(-1).body.dropped, 0);
});

test("a beacon that is away at first is joined with a later heartbeat, and again where its key is stale", async () => {
  const page = new Page();
  const answer = page.answers["/join"];
  page.answers["/join"] = () => { throw new TypeError("Failed to fetch"); };
  assert.equal(await page.window.Sidlab.join(BEACON, "token"), null);
  page.answers["/join"] = answer;
  await page.beat();
  assert.equal(page.key, "k1");
  page.answers["/report"] = () => ({ status: 410, body: { at: 0 } });
  await page.beat();
  page.answers["/join"] = () => ({ status: 200, body: { client: "lan:kim-2", key: "k2", at: 0 } });
  await page.beat();
  assert.equal(page.posted.at(-1).body.was, ""); // another page goes by that key now
  assert.equal(page.key, "k2");
});

test("a link of another time is not tried for ever", async () => {
  const page = new Page();
  page.answers["/join"] = () => ({ status: 403, body: { error: "wrong-token" } });
  assert.equal(await page.window.Sidlab.join(BEACON, "old"), null);
  await page.beat();
  assert.equal(page.posted.length, 1);
  page.listeners.pagehide();
  assert.equal(page.beacons.length, 0);
});

test("what the beacon does not understand is not said twice", async () => {
  const page = await joined();
  const socket = page.window.Sidlab.watch(new Socket());
  page.answers["/report"] = () => ({ status: 400, body: { error: "malformed" } });
  socket.open("s1");
  await page.soon();
  await page.beat();
  assert.deepEqual(page.posted.at(-1).body.happened, []);
});

test("a page that goes says so last, and joins as itself when it comes back", async () => {
  const page = await joined();
  page.window.Sidlab.watch(new Socket()).open("s1");
  page.listeners.pagehide();
  const { url, body } = page.beacons[0];
  assert.equal(url, `${BEACON}/report`);
  assert.deepEqual([body.leaving, body.key, body.happened.length], [true, "k1", 1]);
  page.listeners.pageshow({ persisted: true });
  await page.rest();
  assert.equal(page.posted.at(-1).path, "/join");
  assert.equal(page.posted.at(-1).body.was, "k1");
});

test("a page that nobody looks at any more says so at once", async () => {
  const page = await joined();
  page.window.document.hidden = true;
  page.window.document.dispatchEvent(new Event("visibilitychange"));
  await page.rest();
  assert.equal(page.posted.at(-1).body.hidden, true);
});

test("the offset is that of the exchange with the shortest round trip", async () => {
  const page = new Page();
  let trip = 100;
  const slow = (answer) => () => { page.time += trip; return answer(); };
  page.answers = {
    "/join": slow(() => ({ status: 200, body: { client: "c", key: "k", at: page.time - 9_000 } })),
    "/report": slow(() => ({ status: 200, body: { at: page.time - 7_000 - trip / 2 } })),
  };
  await page.window.Sidlab.join(BEACON, "token");
  trip = 10;
  await page.beat();
  trip = 400;
  await page.beat();
  await page.beat();
  const { offset, trip: shortest } = page.posted.at(-1).body;
  assert.deepEqual([offset, shortest], [7_000, 10]);
});

test("failed requests of a session are told, others are not looked at", async () => {
  const page = await joined();
  const asked = (method, query, body, status, text) => {
    const request = new page.window.XMLHttpRequest();
    request.open(method, `/socket.io/?${query}`);
    request.send(body);
    page.time += 5;
    request.end(status, text);
  };
  asked("GET", "EIO=4&transport=polling&sid=s1&t=x", null, 0);
  page.navigator.onLine = false;
  asked("GET", "EIO=4&transport=polling&t=x", null, 0);
  page.navigator.onLine = true;
  asked("POST", "EIO=4&transport=polling&sid=s1", "1", 400, '"Invalid session s1"');
  asked("POST", "EIO=4&transport=polling&sid=s1", "3\x1e42[\"say\"]", 400, "x".repeat(500));
  asked("POST", "EIO=4&transport=polling&sid=s1", new Uint8Array(1), 503, "");
  asked("GET", "EIO=4&transport=polling&sid=s1", null, 200, "ok");
  asked("GET", "page=1", null, 0);
  await page.soon();
  const told = page.told().map(({ type, took, text, ...rest }) => ({ ...rest, took, text: text?.length }));
  assert.deepEqual(told, [
    { method: "GET", kind: "poll", body: "poll", sid: "s1", error: "xhr status 0", took: 5, text: undefined },
    { method: "GET", kind: "handshake", body: "poll", error: "offline", took: 5, text: undefined },
    { method: "POST", kind: "post", body: "close-packet", sid: "s1", status: 400, took: 5, text: 20 },
    { method: "POST", kind: "post", body: "message", sid: "s1", status: 400, took: 5, text: 120 },
    { method: "POST", kind: "post", body: "other", sid: "s1", status: 503, took: 5, text: 0 },
  ]);
});

test("one tag is enough: it joins where it was loaded from, and finds what io makes, whenever io comes", async () => {
  const page = new Page({ tag: { src: `${BEACON}/reporter.js`, dataset: { token: "token" } } });
  await page.rest();
  const { origin, body } = page.posted[0];
  assert.deepEqual([origin, body.token, body.name], [BEACON, "token", "A page"]);
  page.window.io = Object.assign(() => new Socket(), { protocol: 5 });
  page.window.io().open("s1");
  page.window.io.connect().open("s2");
  await page.soon();
  assert.equal(page.window.io.protocol, 5);
  assert.deepEqual(page.told().map(({ sid }) => sid), ["s1", "s2"]);
});

test("what could deceive a reader is not passed on", async () => {
  const page = await joined();
  const socket = page.window.Sidlab.watch(new Socket());
  socket.emit("connect_error", new Error("a\u202eb\nc😀d".repeat(40)));
  await page.soon();
  const [{ text }] = page.told();
  assert.equal(text.length, 120);
  assert.match(text, /^a b c  d/);
});
