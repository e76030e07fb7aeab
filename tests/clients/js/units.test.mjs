import assert from "node:assert/strict";
import test from "node:test";

import { Pace } from "../../../harness/clients/js/pace.mjs";
import { seeded } from "../../../harness/clients/js/random.mjs";
import { Talk, authorOf } from "../../../harness/clients/js/talk.mjs";
import { troubleOf } from "../../../harness/clients/js/trouble.mjs";
import { bodyKind, requestOf } from "../../../harness/clients/node/request.mjs";
import { troubleOf as troubleUnderneath } from "../../../harness/clients/node/trouble.mjs";
import { Clock } from "./made.mjs";

test("the same text gives the same numbers, another text others", () => {
  const draw = (text) => Array.from({ length: 50 }, seeded(text));
  assert.deepEqual(draw("7:a-1"), draw("7:a-1"));
  assert.notDeepEqual(draw("7:a-1"), draw("7:a-2"));
  assert.ok(draw("x").every((number) => number >= 0 && number < 1));
});

test("a pace has no drift, and catches nothing up", () => {
  const pace = new Pace(10, 100, 0.5);
  assert.ok(Math.abs(pace.next(100) - 100.05) < 1e-9);
  assert.ok(Math.abs(pace.next(100.02) - 100.15) < 1e-9);
  assert.ok(Math.abs(pace.next(109.16) - 109.25) < 1e-9);
});

test("a message tells its author and number", () => {
  assert.deepEqual(authorOf({ id: "g-1#17" }), { sender: "g-1", n: 17 });
  assert.deepEqual(authorOf({ id: "a#b#2" }), { sender: "a#b", n: 2 });
  for (const id of ["Kim", "#1", "g-1#", "g-1#1x", undefined]) assert.equal(authorOf({ id }), null);
  assert.equal(authorOf(null), null);
});

const URL = "/socket.io/?sidlab=g-1&EIO=4&transport=";

for (const [method, target, kind, sid] of [
  ["GET", `${URL}polling`, "handshake", null],
  ["GET", `${URL}polling&sid=A`, "poll", "A"],
  ["POST", `${URL}polling&sid=A`, "post", "A"],
  ["GET", `${URL}websocket`, "websocket", null],
  ["GET", `${URL}websocket&sid=A`, "upgrade", "A"],
  ["OPTIONS", `${URL}polling&sid=A`, "other", "A"],
]) {
  test(`${method} ${target} is ${kind}`, () => assert.deepEqual(requestOf(method, target), { method, kind, sid }));
}

test("a body is the first it holds of message, pong, close packet", () => {
  assert.equal(bodyKind("POST", "1"), "close-packet");
  assert.equal(bodyKind("POST", '3\x1e42["say",{}]'), "message");
  assert.equal(bodyKind("POST", "3\x1e1"), "pong");
  assert.equal(bodyKind("POST", ""), "other");
  assert.equal(bodyKind("GET", ""), "poll");
});

test("what the kernel said is an errno, what Node says is not", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), {
    code: "ECONNREFUSED",
    errno: -111,
    syscall: "connect",
  });
  const named = { error: "connect ECONNREFUSED", errno: "ECONNREFUSED" };
  assert.deepEqual(troubleUnderneath(refused), named);
  assert.deepEqual(troubleUnderneath(new AggregateError([refused])), named);
  const hungUp = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  assert.deepEqual(troubleUnderneath(hungUp), { error: "socket hang up" });
});

test("what the library tells of a failure", () => {
  const poll = Object.assign(new Error("xhr poll error"), { description: 400 });
  assert.deepEqual(troubleOf(poll), { error: "HTTP 400" });
  assert.deepEqual(troubleOf(Object.assign(new Error("xhr poll error"), { description: 0 })), {
    error: "xhr poll error",
  });
  assert.deepEqual(troubleOf({ description: "websocket connection closed", context: { code: 1006 } }), {
    error: "close 1006",
  });
  assert.equal(troubleOf(undefined), null);
  assert.equal(troubleOf({ description: "transport closed by the server" }), null);
});

/** A talk by a clock of our own, and what it has said by when. */
function talking(counts = { said: 0 }) {
  const clock = new Clock().install();
  const said = [];
  const talk = new Talk({ name: "g-1", room: "g-1", counts, phase: 0.5 });
  talk.say = (n, to, data) => said.push([clock.seconds, n, to, data.id]);
  return { clock, said, talk };
}

test("nobody speaks before everybody is there", (t) => {
  const { clock, said, talk } = talking();
  t.after(() => clock.uninstall());
  talk.tune(10, ["g-1", "g-2"]);
  clock.to(2);
  talk.joined({ room: "g-1", members: ["g-1"] });
  clock.to(6);
  assert.deepEqual(said, []);
  talk.members({ room: "elsewhere", members: ["g-1", "g-2"] });
  clock.to(6.5);
  assert.deepEqual(said, []);
  talk.members({ room: "g-1", members: ["g-1", "g-2"] });
  clock.to(6.72);
  assert.deepEqual(said.map(([, n, to, id]) => [n, to, id]), [
    [1, ["g-1", "g-2"], "g-1#1"],
    [2, ["g-1", "g-2"], "g-1#2"],
  ]);
});

test("who does not come is not waited for beyond five seconds", (t) => {
  const { clock, said, talk } = talking();
  t.after(() => clock.uninstall());
  talk.tune(1, ["g-1", "g-2"]);
  talk.joined({ members: ["g-1"] });
  clock.to(5.4);
  assert.deepEqual(said, []);
  clock.to(5.6);
  assert.equal(said.length, 1);
});

test("a talk can be tuned, silenced and ended, and goes on counting where another ended", (t) => {
  const { clock, said, talk } = talking({ said: 40 });
  t.after(() => clock.uninstall());
  talk.tune(1, []);
  clock.to(1);
  talk.tune(4, []);
  clock.to(2);
  assert.deepEqual(said.map(([, n]) => n), [41, 42, 43, 44, 45]);
  talk.silence();
  clock.to(9);
  assert.equal(said.length, 5);
  talk.tune(1, []);
  clock.to(9.6);
  assert.equal(said.length, 6);
  talk.stop();
  talk.tune(9, []);
  clock.to(20);
  assert.equal(said.length, 6);
  assert.equal(clock.timers.size, 0);
});

test("what nobody took has no number", (t) => {
  const { clock, talk } = talking();
  t.after(() => clock.uninstall());
  let asked = 0;
  talk.say = () => {
    asked += 1;
    return asked > 2;
  };
  talk.tune(1, []);
  clock.to(4);
  assert.deepEqual([asked, talk.counts.said], [4, 2]);
});
