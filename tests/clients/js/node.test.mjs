// What only Node's side has: frames, the library, and the witness of HTTP attempts, against servers of this process.

import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import test from "node:test";

import { Attempts } from "../../../harness/clients/node/attempts.mjs";
import { Outbox, now, readCommands } from "../../../harness/clients/node/frames.mjs";
import { LibraryError, loadLibrary } from "../../../harness/clients/node/library.mjs";

/** An outbox whose writes end when the test says so; `wrote` holds what was handed over. */
function boxed(limit) {
  const wrote = [];
  let settle = null;
  const write = (fd, data, offset, length, position, done) => {
    wrote.push(data.toString());
    settle = done;
  };
  return { wrote, outbox: new Outbox(1, limit, write), settle: (...how) => settle(...how) };
}

test("frames go out in their order, and one write at a time", async () => {
  const { wrote, outbox, settle } = boxed();
  outbox.say({ type: "a", n: 1 });
  outbox.say({ type: "a", n: 2 });
  outbox.hurry();
  outbox.say({ type: "a", n: 3 });
  outbox.hurry();
  assert.deepEqual(wrote, ['{"type":"a","n":1}\n{"type":"a","n":2}\n']);
  settle(null, 10); // a part of it
  assert.equal(wrote[1], wrote[0].slice(10));
  settle(null, wrote[1].length);
  const drained = outbox.drained();
  assert.equal(wrote[2], '{"type":"a","n":3}\n');
  settle(null, wrote[2].length);
  await drained;
});

test("what does not fit is counted and said", () => {
  const { wrote, outbox } = boxed(30);
  for (const n of [1, 2, 3, 4]) outbox.say({ type: "a", n });
  outbox.hurry();
  const [first, dropped, rest] = wrote[0].split("\n");
  assert.equal(first, '{"type":"a","n":1}');
  assert.deepEqual([JSON.parse(dropped).type, JSON.parse(dropped).count, rest], ["child.dropped", 3, ""]);
});

test("nobody waits for a reader who is gone", async () => {
  const { outbox, settle } = boxed();
  outbox.say({ type: "a" });
  const drained = outbox.drained();
  settle(Object.assign(new Error("broken pipe"), { code: "EPIPE" }));
  await drained;
});

test("commands come line by line; what is none is told, and the end as well", async () => {
  const stream = new PassThrough();
  const heard = [];
  const ended = new Promise((end) => {
    const obey = (command) => heard.push(command.type);
    readCommands(stream, { obey, reject: (why) => heard.push(why.slice(0, 13)), end });
  });
  stream.write('{"type":"clients.qu');
  stream.write('iet"}\n{"type":"한"}\nrubbish\n{"ty');
  stream.end();
  await ended;
  assert.deepEqual(heard, ["clients.quiet", "한", "not a command"]);
});

/** A folder as npm makes it, with these packages by name: their version, and what they are. */
function packages(t, found) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "library-"));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  for (const [name, [version, source]] of Object.entries(found)) {
    const home = path.join(folder, "node_modules", name);
    fs.mkdirSync(path.join(home, "dist"), { recursive: true });
    fs.writeFileSync(path.join(home, "package.json"), JSON.stringify({ name, version }));
    fs.writeFileSync(path.join(home, "index.js"), source);
    fs.writeFileSync(path.join(home, "dist", "bundle.js"), "");
  }
  return folder;
}

const IO = "exports.io = () => 'made';";

test("a library is found by nothing, by its version, or by a path", (t) => {
  const folder = packages(t, { "socket.io-client": ["4.5.4", IO], "socket.io-client-new": ["4.8.9", IO] });
  const modules = path.join(folder, "node_modules");
  assert.equal(loadLibrary(folder, "").version, "socket.io-client 4.5.4");
  assert.equal(loadLibrary(folder, "4.5.4").version, "socket.io-client 4.5.4");
  assert.equal(loadLibrary(folder, "4.8.9").version, "socket.io-client 4.8.9");
  const own = path.join(modules, "socket.io-client-new", "dist", "bundle.js");
  assert.equal(loadLibrary(folder, own).version, "socket.io-client 4.8.9");
  assert.equal(loadLibrary(folder, own).io(), "made");
});

test("a library that cannot be had says why in one line", (t) => {
  const folder = packages(t, {
    "socket.io-client": ["4.5.4", IO],
    other: ["1.0.0", "exports.nothing = 1;"],
    broken: ["1.0.0", "throw new Error('no\\nluck');"],
  });
  const why = (wanted) => {
    try {
      loadLibrary(folder, wanted);
    } catch (error) {
      assert.ok(error instanceof LibraryError);
      return error.message;
    }
    return "";
  };
  assert.match(why("9.9"), /^socket\.io-client 9\.9 is not installed: there is 4\.5\.4$/);
  assert.match(why(path.join(folder, "node_modules", "other")), /is no socket\.io-client: it has no io\(\)$/);
  assert.match(why(path.join(folder, "node_modules", "broken")), /cannot be loaded under Node: no$/);
  assert.match(why(path.join(folder, "nowhere.js")), /is in no npm package/);
});

/** A server that does `serve` to each connection's first request, and what one POST to it was told as. */
async function attempt(t, server, body, { listen = true } = {}) {
  await new Promise((up) => server.listen(0, "127.0.0.1", up));
  const { port } = server.address();
  if (!listen) await new Promise((down) => server.close(down));
  else t.after(() => server.close());
  const noted = [];
  return new Promise((told) => {
    const attempts = new Attempts((trouble) => noted.push(trouble), { attempted }, now);
    const began = now();
    attempts.post(`http://127.0.0.1:${port}/socket.io/?sidlab=g-1&EIO=4&transport=polling&sid=A`, body);
    function attempted(one) {
      const { t: when, took, ...rest } = one;
      assert.ok(took >= 0 && when - took * 1e9 >= began - 1e3);
      told({ ...rest, noted });
    }
  });
}

const answering = (status, text) => http.createServer((request, response) => response.writeHead(status).end(text));
const POSTED = { method: "POST", kind: "post", sid: "A" };

test("an answer is told with its status, that of a 400 with its text and what was carried", async (t) => {
  const ok = await attempt(t, answering(200, "ok"), "1");
  assert.deepEqual(ok, { ...POSTED, status: 200, text: "", noted: [] });
  const refused = await attempt(t, answering(400, `"Invalid session A"${" ".repeat(200)}`), '42["say"]');
  assert.equal(refused.text.length, 120);
  assert.deepEqual(
    [refused.status, refused.body, refused.noted], [400, "message", [{ error: "HTTP 400" }]],
  );
});

test("a refused connection, an end and a reset before the answer, and one inside it are told apart", async (t) => {
  const refused = await attempt(t, answering(200, ""), "1", { listen: false });
  assert.deepEqual([refused.error, refused.errno, refused.body], ["connect ECONNREFUSED", "ECONNREFUSED", "close-packet"]);
  const ended = await attempt(t, net.createServer((socket) => socket.once("data", () => socket.end())), "1");
  assert.deepEqual([ended.error, ended.errno], ["socket hang up", undefined]);
  const reset = net.createServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
  assert.deepEqual((await attempt(t, reset, "1")).errno, "ECONNRESET");
  const half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
  const cut = await attempt(t, net.createServer((socket) => socket.once("data", () => socket.end(half))), "1");
  assert.deepEqual([cut.error, cut.status, cut.noted.length], ["aborted", undefined, 1]);
});

test("what we cut ourselves is told by nobody", async (t) => {
  const hanging = http.createServer(() => {});
  await new Promise((up) => hanging.listen(0, "127.0.0.1", up));
  t.after(() => hanging.closeAllConnections());
  t.after(() => hanging.close());
  const told = [];
  const voice = { attempted: (one) => told.push(one) };
  const attempts = new Attempts((trouble) => told.push(trouble), voice, now);
  const arrived = new Promise((come) => hanging.once("request", come));
  attempts.post(`http://127.0.0.1:${hanging.address().port}/?transport=polling&sid=A`, "1");
  await arrived;
  const settled = attempts.settled();
  attempts.cut();
  await settled;
  assert.deepEqual(told, []);
});
