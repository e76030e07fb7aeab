// When the page says that a server cannot carry Socket.IO, and when it only waits; run by test_beacon_scripts.py.

import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { mock, test } from "node:test";
import { WORDS, watchOver } from "../../server/static/available.js";

mock.timers.enable({ apis: ["setTimeout"] });
const rest = () => new Promise((resolve) => setImmediate(resolve));

function watched() {
  const socket = Object.assign(new EventEmitter(), { connected: false, active: true, connects: 0, disconnects: 0 });
  socket.io = Object.assign(new EventEmitter(), { engine: new EventEmitter() });
  socket.connect = () => { socket.connects += 1; };
  socket.disconnect = () => { socket.disconnects += 1; };
  const page = { socket, shown: "", value: undefined };
  page.connect = watchOver(socket, (words, value) => { [page.shown, page.value] = [words, value]; });
  page.fail = async (status, message = "xhr poll error") => {
    socket.emit("connect_error", Object.assign(new Error(message), { description: status }));
    await rest();
  };
  return page;
}

for (const status of [0, 502, 503, 504]) {
  test(`an outage that answers ${status} is left to the library, however long it lasts`, async () => {
    const page = watched();
    for (let time = 0; time < 10; time += 1) await page.fail(status);
    assert.deepEqual([page.shown, page.socket.disconnects], ["", 0]);
  });
}

test("a server that is none is named after three refusals, asked slowly, and served again when it can", async () => {
  const page = watched();
  await page.fail(404);
  await page.fail(404);
  assert.equal(page.shown, "");
  await page.fail(404);
  assert.deepEqual([page.shown, page.value, page.socket.disconnects, page.socket.connects], [WORDS.unserved, "404", 1, 0]);
  mock.timers.tick(10_000);
  assert.equal(page.socket.connects, 1);
  await page.fail(404);
  assert.deepEqual([page.shown, page.socket.disconnects], [WORDS.unserved, 2]);
  mock.timers.tick(10_000);
  page.socket.emit("connect");
  assert.equal(page.shown, "");
  await page.fail(400);
  assert.equal(page.shown, ""); // one, as a restart leaves behind
});

test("refusals with an outage between them are not in a row", async () => {
  const page = watched();
  for (const status of [400, 400, 0, 400, 400]) await page.fail(status);
  assert.equal(page.shown, "");
});

test("without its token a page says so at once", async () => {
  const page = watched();
  await page.fail(403);
  assert.deepEqual([page.shown, page.socket.disconnects], [WORDS.link, 1]);
});

test("a WebSocket that is refused where pages are served is named, and where nothing is served it is an outage", async () => {
  globalThis.location = { pathname: "/" };
  const page = watched();
  globalThis.fetch = async () => { throw new TypeError("Failed to fetch"); };
  for (let time = 0; time < 5; time += 1) await page.fail({}, "websocket error");
  assert.equal(page.shown, "");
  globalThis.fetch = async () => ({ ok: true });
  for (let time = 0; time < 3; time += 1) await page.fail({}, "websocket error");
  assert.equal(page.shown, WORDS.pagesOnly);
});

test("a server that stops answering is named while it hangs", async () => {
  const page = watched();
  mock.timers.tick(7_999);
  assert.equal(page.shown, "");
  mock.timers.tick(1);
  assert.equal(page.shown, WORDS.silent);
  page.socket.io.emit("open");
  mock.timers.tick(8_000);
  assert.equal(page.shown, WORDS.hanging);
  page.socket.emit("connect");
  assert.equal(page.shown, "");
  page.socket.emit("disconnect");
  page.socket.io.emit("reconnect_attempt");
  mock.timers.tick(8_000);
  assert.equal(page.shown, WORDS.silent);
});

test("an upgrade that is refused is named, and one that its session's end broke off is not", async () => {
  const page = watched();
  page.socket.io.emit("open");
  page.socket.connected = true;
  page.socket.emit("connect");
  page.socket.io.engine.emit("upgradeError", new Error("probe error: socket closed"));
  assert.equal(page.shown, "");
  page.socket.io.engine.emit("upgradeError", new Error("probe error: TransportError: websocket error"));
  assert.equal(page.shown, WORDS.polling);
  page.socket.emit("disconnect");
  page.socket.io.emit("open");
  page.socket.io.engine.emit("upgradeError", new Error("probe error: Error: websocket error"));
  page.socket.emit("connect"); // as often as not it fails before the namespace is joined
  assert.equal(page.shown, WORDS.polling);
  page.socket.io.emit("open");
  page.socket.emit("connect");
  assert.equal(page.shown, "");
});
