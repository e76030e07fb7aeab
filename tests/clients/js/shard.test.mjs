// The clients of a process: who is there, who goes, and that one of a name never begins before the last has gone.

import assert from "node:assert/strict";
import test from "node:test";

import { behaviour as plain } from "../../../harness/clients/js/behaviours/plain.mjs";
import { Attempts } from "../../../harness/clients/node/attempts.mjs";
import { Shard } from "../../../harness/clients/node/shard.mjs";
import { library } from "./made.mjs";

/** A shard whose library does nothing by itself; `said` is what its clients told, as `type client`. */
function shard() {
  const { io, sockets } = library();
  const said = [];
  const say = ({ type, client, t }) => {
    assert.ok(t > 0);
    said.push(`${type.slice("client.".length)} ${client}`);
  };
  const made = new Shard({ say, behaviours: new Map([["plain", plain]]), load: () => ({ io, version: "x 1" }) });
  return { made, said, sockets };
}

function command(names, change = {}) {
  const { rooms = {}, ...group } = change;
  const all = { group: "g", kind: "node", behaviour: "plain", transports: ["polling"], rate: 0, namespace: "/" };
  return { url: "http://127.0.0.1:1", names, rooms, group: { ...all, ...group } };
}

/** Until what was promised by now has come about. */
const settled = () => new Promise((done) => setImmediate(done));

test("clients come and go as they are asked for, and the others are left alone", async () => {
  const { made, said } = shard();
  made.run(command(["g-1", "g-2", "g-3"]));
  await settled();
  assert.deepEqual(said.splice(0), ["started g-1", "started g-2", "started g-3"]);
  made.run(command(["g-1"], { rate: 5 }));
  await settled();
  assert.deepEqual(said.splice(0).sort(), ["stopped g-2", "stopped g-3"]);
  made.quiet();
  await made.leave();
  assert.deepEqual(said, ["stopped g-1"]);
});

test("a changed client begins when the one before has gone, however often it changes meanwhile", async (t) => {
  const { made, said, sockets } = shard();
  const { settled: real } = Attempts.prototype;
  t.after(() => (Attempts.prototype.settled = real));
  let goodbye = null;
  Attempts.prototype.settled = () => new Promise((gone) => (goodbye = gone)); // a goodbye that takes its time
  made.run(command(["g-1"]));
  await settled();
  sockets[0].letIn("A");
  said.length = 0;
  for (const namespace of ["/b", "/c"]) made.run(command(["g-1"], { namespace }));
  await settled();
  assert.deepEqual(said, ["disconnected g-1"]);
  goodbye();
  await settled();
  assert.deepEqual(said, ["disconnected g-1", "stopped g-1", "started g-1"]);
  Attempts.prototype.settled = real;
  assert.deepEqual(sockets.map((socket) => socket.url), ["http://127.0.0.1:1/", "http://127.0.0.1:1/c"]);
  await made.leave();
});

test("only so many knock at once: the next when one is let in, or turned away", async () => {
  const { made, said, sockets } = shard();
  made.run(command(Array.from({ length: 11 }, (_, at) => `g-${at + 1}`)));
  await settled();
  assert.equal(sockets.length, 8);
  sockets[0].letIn("A");
  sockets[1].happen("connect_error", new Error("xhr poll error"));
  await settled();
  assert.equal(sockets.length, 10);
  await made.leave();
  await settled();
  assert.equal(said.filter((one) => one.startsWith("stopped")).length, 10);
});

test("a behaviour that there is not is refused", () => {
  assert.throws(() => shard().made.run(command(["g-1"], { behaviour: "many-tabs" })), /can be many-tabs/);
});
