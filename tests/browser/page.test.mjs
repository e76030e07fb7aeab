// The page's application, in a page that is made up: what it is begun with, says, loads and is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const told = [];
const loaded = [];
const made = [];

/** A socket of a library that does nothing by itself. */
function io(url, options) {
  const socket = { url, options, on() {}, off() {}, disconnect: () => (socket.left = true), connected: false };
  socket.io = { on() {}, reconnection() {}, engine: {} };
  made.push(socket);
  return socket;
}

globalThis.sidlabTell = (words) => told.push(JSON.parse(words));
globalThis.document = {
  createElement: () => ({
    addEventListener(event, handler) {
      this[event] = handler;
    },
  }),
  head: {
    append(script) {
      loaded.push(script.src);
      if (script.src.endsWith("socket.io.js")) globalThis.io ??= io;
      queueMicrotask(() => (globalThis.broken ? script.error() : script.load()));
    },
  },
};

const page = await import(pathToFileURL(process.env.PAGE).href);
const SPEC = { name: "p-1", group: "p", kind: "browser", url: "http://127.0.0.1:8400", path: "/socket.io/" };
const REST = { namespace: "/", transports: ["polling"], room: "p-1", behaviour: "plain", library: "socket.io-client 4.5.4" };
const GIVEN = { counts: { generation: 2, said: 5 }, seed: "7:p-1", rate: 0, to: ["p-1"], own: false, shared: {} };
const begin = (more = {}, spec = {}) => page.begin({ spec: { ...SPEC, ...REST, ...spec }, ...GIVEN, ...more });

test("before it has begun there is nothing to steer", async () => {
  page.tune(1, ["p-1"]);
  await page.stop();
  assert.deepEqual(told, []);
});

test("where the page has no library, one is loaded, and the client asks through it under its name", async () => {
  await begin();
  assert.match(loaded.pop(), /\/socket\.io\.js$/);
  const [socket] = made.splice(0);
  assert.equal(socket.url, "http://127.0.0.1:8400/");
  assert.equal(socket.options.query.sidlab, "p-1");
  const [started] = told.splice(0);
  assert.equal(started.event.type, "client.started");
  assert.ok(started.at > 0);
  await page.stop();
  assert.ok(socket.left);
  assert.equal(told.splice(0).at(-1).event.type, "client.stopped");
});

test("the page's own library is left alone unless another is to take its place", async () => {
  await begin();
  assert.deepEqual(loaded, []);
  await begin({ own: true });
  assert.equal(loaded.splice(0).length, 1);
});

test("a library that cannot be loaded is said", async () => {
  globalThis.broken = true;
  await assert.rejects(begin({ own: true }), /socket\.io\.js cannot be loaded/);
  globalThis.broken = false;
});

test("a handshake is put into the cache for others, and one that is there is found", async () => {
  told.length = 0;
  made.length = 0;
  let opened;
  const engine = { id: "s1", pingInterval: 25000, pingTimeout: 20000 };
  globalThis.io = (url, options) => {
    const socket = io(url, options);
    socket.io = { on: (event, handler) => (opened = handler), reconnection() {}, engine };
    return socket;
  };
  await begin({}, { behaviour: "shared-handshake" });
  opened();
  const cached = told.map((one) => one.shared).filter(Boolean);
  assert.equal(cached.length, 1);
  assert.equal(cached[0].sid, "s1");
  await page.stop();
});
