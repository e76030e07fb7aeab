// The server's own witness: JSON lines about this process's life to whoever watches, as server/witness.py has them.
// A line is handed to the system before the answer it tells of: libuv writes at once where nothing waits before it.
"use strict";
const crypto = require("node:crypto");
const net = require("node:net");

const BEAT_MS = 1000;
const NS_PER_MS = 1_000_000n;

/** One line of JSON; a time in ns may be a BigInt, which JSON.stringify refuses. What is not known is left out. */
function line(type, fields) {
  const all = { type, t: process.hrtime.bigint(), ...fields };
  const known = Object.entries(all).filter(([, value]) => value !== undefined && value !== null);
  const pairs = known.map(([key, value]) => `"${key}":${typeof value === "bigint" ? value : JSON.stringify(value)}`);
  return `{${pairs.join(",")}}\n`;
}

/** What can be asked of this process while it serves; the others are refused in words. */
const ORDERS = {
  crash: () => setImmediate(() => { throw new Error("this server was told to crash"); }),
  block: ({ seconds = 3600 }) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000),
  "go-on": () => undefined,
  busy: ({ share }) => { busy(share); },
};

const ROUND_MS = 250;
let working = null;

/** Nothing else of this process runs for this share of each round from now on; 0 ends it. */
function busy(share) {
  clearInterval(working);
  working = share ? setInterval(() => ORDERS.block({ seconds: (ROUND_MS * share) / 1000 }), ROUND_MS) : null;
}

class Witness {
  /** `address` is HOST:PORT, or empty: then nothing is said. `epoch` names this life of the process. */
  constructor(address, token, profile, versions) {
    this.epoch = crypto.randomBytes(4).toString("hex");
    this.socket = null;
    this.address = address;
    this.hello = { role: "server", name: `server-${process.pid}`, pid: process.pid, token, epoch: this.epoch, profile, versions };
  }

  /** Connect and say hello. A core that is not there is no error of ours. */
  open() {
    if (!this.address) return Promise.resolve();
    const [, host, port] = /^\[?(.*?)\]?:(\d+)$/.exec(this.address);
    this.socket = net.connect({ host, port: Number(port), noDelay: true });
    this.socket.on("data", lines((text) => this.obey(text)));
    this.socket.on("close", () => { this.socket = null; });
    return new Promise((resolve) => {
      this.socket.once("error", resolve);
      this.socket.once("connect", () => {
        this.say("child.hello", this.hello);
        setInterval(() => this.say("server.beat", { epoch: this.epoch, wall: BigInt(Date.now()) * NS_PER_MS }), BEAT_MS).unref();
        resolve();
      });
    });
  }

  /** Write one line. */
  say(type, fields) {
    this.socket?.write(line(type, fields));
  }

  /** Do what a line asks for, and say so; a block is told before it begins, a crash not at all. */
  obey(text) {
    const { do: what, ...parameters } = JSON.parse(text);
    const order = Object.hasOwn(ORDERS, what) ? ORDERS[what] : null;
    const why = order ? undefined : `a Node server does not do that: ${what}`;
    if (what !== "crash") this.say("server.obeyed", { epoch: this.epoch, do: what, why });
    order?.(parameters);
  }
}

/** A listener for data that calls `heed` with each whole line. */
function lines(heed) {
  let held = "";
  return (data) => {
    const parts = (held + data).split("\n");
    held = parts.pop();
    parts.forEach(heed);
  };
}

module.exports = { Witness, lines };
