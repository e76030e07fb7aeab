// A page and its behaviours, over a library that does only what the test says.

import assert from "node:assert/strict";
import test from "node:test";

import { makeClient } from "../../../harness/clients/js/client.mjs";
import { Clock, library } from "./made.mjs";

const SPEC = {
  name: "g-1",
  group: "g",
  kind: "node",
  url: "http://127.0.0.1:5000/?x=1",
  path: "/socket.io/",
  namespace: "/",
  transports: ["polling"],
  room: "g-1",
  library: "socket.io-client 4.5.4",
};

/** A client of this behaviour, by a clock of its own, that has run; what it told stands in `told`. */
async function started(t, name, { spec = {}, host = {}, rate = 10 } = {}) {
  const { behaviour } = await import(`../../../harness/clients/js/behaviours/${name}.mjs`);
  assert.equal(behaviour.name, name);
  const clock = new Clock().install();
  t.after(() => clock.uninstall());
  const { io, sockets } = library();
  const told = [];
  const options = { io, behaviour, random: () => 0.5, host, tell: (event) => told.push(event) };
  const client = makeClient({ ...options, spec: { ...SPEC, behaviour: name, ...spec } });
  client.tune(rate, []);
  client.run();
  return { client, clock, sockets, told, of: (type) => told.filter((event) => event.type === `client.${type}`) };
}

test("a page says what it is, names itself to the server, and joins after each connect", async (t) => {
  const { sockets, told, of } = await started(t, "plain");
  const [socket] = sockets;
  assert.equal(socket.url, "http://127.0.0.1:5000/");
  assert.deepEqual(socket.options.query, { x: "1", sidlab: "g-1" });
  assert.deepEqual(
    [socket.options.path, socket.options.transports, socket.options.forceNew],
    ["/socket.io/", ["polling"], true],
  );
  socket.letIn("A");
  assert.deepEqual(socket.sent, [["join", { nick: "g-1", room: "g-1" }]]);
  assert.deepEqual(told.map((event) => event.type), ["client.started", "client.opened", "client.connected"]);
  assert.deepEqual(of("started")[0].library, "socket.io-client 4.5.4");
  const { generation, sid, socket_id: id, transport } = of("connected")[0];
  assert.deepEqual([generation, sid, id, transport], [1, "A", "socket-1", "polling"]);
});

test("plain holds its socket, whatever becomes of it", async (t) => {
  const { clock, sockets, of } = await started(t, "plain");
  sockets[0].letIn("A");
  sockets[0].lose("transport error", Object.assign(new Error("xhr poll error"), { description: 0 }));
  clock.to(9);
  sockets[0].letIn("B");
  assert.equal(sockets.length, 1);
  assert.deepEqual(of("connected").map((event) => event.generation), [1, 2]);
  const [{ generation, sid, reason, error }] = of("disconnected");
  assert.deepEqual([generation, sid, reason, error], [1, "A", "js:transport error", "xhr poll error"]);
});

test("what is said is numbered, and said only when it is connected", async (t) => {
  const { clock, sockets, of } = await started(t, "plain", { rate: 2 });
  clock.to(3);
  assert.equal(of("sent").length, 0);
  sockets[0].letIn("A");
  clock.to(4);
  sockets[0].lose("transport close", { context: { code: 1006 } });
  clock.to(6);
  assert.deepEqual(of("sent").map(({ n, sid }) => [n, sid]), [[1, "A"], [2, "A"]]);
  assert.deepEqual(of("disconnected")[0].error, "close 1006");
});

test("singleton-nulled: the forgotten socket goes on, and both hear", async (t) => {
  const { clock, sockets, of } = await started(t, "singleton-nulled");
  sockets[0].letIn("A");
  sockets[0].lose("transport error");
  assert.equal(sockets.length, 1);
  clock.to(0.15);
  assert.equal(sockets.length, 2);
  assert.deepEqual([sockets[0].closed, sockets[0].reconnects], [false, true]);
  sockets[1].letIn("B");
  sockets[0].letIn("C");
  for (const socket of sockets) socket.happen("message", { id: "g-9#4" });
  assert.deepEqual(of("received").map(({ sender, n, sid }) => [sender, n, sid]), [
    ["g-9", 4, "C"],
    ["g-9", 4, "B"],
  ]);
  assert.deepEqual(of("connected").map((event) => event.generation), [1, 2, 3]);
  clock.to(0.3);
  assert.deepEqual(of("sent").at(-1).sid, "B");
});

test("singleton-nulled forgets for a connect that failed, too, whichever socket it was", async (t) => {
  const { clock, sockets, of } = await started(t, "singleton-nulled");
  sockets[0].happen("connect_error", Object.assign(new Error("xhr poll error"), { description: 502 }));
  clock.to(0.2);
  assert.equal(sockets.length, 2);
  assert.deepEqual([of("connect-error")[0].error, of("connect-error")[0].text], ["HTTP 502", "xhr poll error"]);
  sockets[1].letIn("A");
  sockets[0].happen("connect_error", "No transports available");
  clock.to(0.4);
  assert.equal(sockets.length, 3);
});

test("a page that has nothing to say asks for its socket within a second", async (t) => {
  const { clock, sockets } = await started(t, "singleton-closed", { rate: 0 });
  sockets[0].letIn("A");
  sockets[0].lose("transport close");
  clock.to(0.9);
  assert.equal(sockets.length, 1);
  clock.to(1.1);
  assert.equal(sockets.length, 2);
});

test("singleton-closed: the old socket is closed, its reconnection off, and hears no more of it", async (t) => {
  const { clock, sockets, of } = await started(t, "singleton-closed");
  sockets[0].letIn("A");
  sockets[0].lose("transport error");
  assert.deepEqual([sockets[0].closed, sockets[0].reconnects], [true, false]);
  clock.to(0.15);
  sockets[0].happen("connect_error", new Error("late"));
  clock.to(0.3);
  assert.equal(sockets.length, 2);
  assert.equal(of("disconnected").length, 1);
});

test("the server's own goodbye is nothing to act on", async (t) => {
  const { clock, sockets, of } = await started(t, "singleton-closed");
  sockets[0].letIn("A");
  sockets[0].lose("io server disconnect");
  clock.to(3);
  assert.equal(sockets.length, 1);
  assert.deepEqual([of("disconnected")[0].reason, of("disconnected")[0].error], ["js:io server disconnect", undefined]);
});

test("no-reconnect stays away, but is let in once", async (t) => {
  const { clock, sockets } = await started(t, "no-reconnect");
  assert.equal(sockets[0].options.reconnection, false);
  sockets[0].happen("connect_error", new Error("xhr poll error"));
  clock.to(1.1);
  assert.equal(sockets[0].asked, 1);
  sockets[0].letIn("A");
  sockets[0].lose("transport error");
  clock.to(9);
  assert.deepEqual([sockets.length, sockets[0].asked], [1, 1]);
});

test("websocket-only, whatever the group says", async (t) => {
  const { sockets, of } = await started(t, "websocket-only");
  assert.deepEqual([sockets[0].options.transports, of("started")[0].transports], [["websocket"], ["websocket"]]);
});

test("new-page: everything is dropped and made anew after a second", async (t) => {
  const { clock, sockets, of } = await started(t, "new-page");
  sockets[0].letIn("A");
  sockets[0].lose("transport error");
  clock.to(0.5);
  sockets[0].letIn("B"); // the library was faster than the person
  clock.to(0.9);
  assert.equal(sockets.length, 1);
  clock.to(1.1);
  assert.equal(sockets.length, 2);
  assert.equal(sockets[0].closed, true);
  assert.deepEqual(of("disconnected").map(({ generation, reason }) => [generation, reason]), [
    [1, "js:transport error"],
    [2, "js:io client disconnect"],
  ]);
});

test("new-page: a browser navigates by itself, once", async (t) => {
  const asked = [];
  const { clock, sockets } = await started(t, "new-page", { host: { navigate: (ms) => asked.push(ms) } });
  sockets[0].letIn("A");
  sockets[0].lose("transport error");
  sockets[0].happen("connect_error", new Error("xhr poll error"));
  clock.to(5);
  assert.deepEqual([asked, sockets.length], [[1000], 1]);
});

test("stale-replay goes on posting with the sid it had", async (t) => {
  const posted = [];
  const host = { post: (url, body) => posted.push([url, body]) };
  const spec = { namespace: "/team" };
  const { clock, sockets, of } = await started(t, "stale-replay", { host, spec, rate: 2 });
  sockets[0].happen("connect_error", new Error("xhr poll error"));
  clock.to(1.1);
  assert.equal(sockets[0].asked, 1); // there is nothing to replay yet
  sockets[0].letIn("A");
  sockets[0].lose("transport close");
  clock.to(2.1);
  assert.equal(posted.length, 2);
  const [url, body] = posted[0];
  assert.equal(url, "http://127.0.0.1:5000/socket.io/?sidlab=g-1&EIO=4&transport=polling&sid=A");
  assert.equal(body, '42/team,["say",{"room":"g-1","text":"message 1 of g-1","id":"g-1#1"}]');
  assert.deepEqual(of("sent").map(({ sid }) => sid), ["A", "A"]);
});

test("shared-handshake: who comes later goes on with the session of the first", async (t) => {
  const shared = new Map();
  const first = await started(t, "shared-handshake", { host: { shared } });
  const opened = { readyState: "open", transport: { name: "polling" }, pingInterval: 25000, pingTimeout: 20000 };
  assert.equal(shared.get("g"), "opening");
  first.clock.uninstall();
  const second = await started(t, "shared-handshake", { host: { shared }, spec: { name: "g-2" } });
  assert.equal(second.sockets.length, 0);
  first.sockets[0].io.engine = { ...opened, id: "A", once() {} };
  first.sockets[0].io.happen("open");
  assert.deepEqual(shared.get("g"), { sid: "A", upgrades: [], pingInterval: 25000, pingTimeout: 20000 });
});

test("a page leaves in good order, and is silent then", async (t) => {
  const settled = [];
  const cut = [];
  const watch = () => ({ options: { agent: "mine" }, settled: async () => settled.push(1), cut: () => cut.push(1) });
  const { client, sockets, told } = await started(t, "singleton-nulled", { host: { watch } });
  assert.equal(sockets[0].options.agent, "mine");
  sockets[0].letIn("A");
  await client.stop();
  assert.deepEqual(told.slice(-2).map((event) => event.type), ["client.disconnected", "client.stopped"]);
  sockets[0].happen("connect_error", new Error("late"));
  assert.equal(told.at(-1).type, "client.stopped");
  assert.deepEqual([settled.length, cut.length, sockets[0].reconnects], [1, 1, false]);
});
