// A page without a browser: just enough of one for server/static/reporter.js to run in, under the test's own clock.

import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import vm from "node:vm";

const SCRIPT = readFileSync(new URL("../../server/static/reporter.js", import.meta.url), "utf8");
const KEY = "sidlab.key";

/** An XMLHttpRequest that answers what it is told to. */
export class Asking extends EventTarget {
  status = 0;
  responseType = "";
  responseText = "";
  open() {}
  send() {}
  end(status, text = "") {
    [this.status, this.responseText] = [status, text];
    this.dispatchEvent(new Event(status ? "load" : "error"));
  }
}

/** socket.io-client as far as the reporter looks at it. */
export class Socket extends EventEmitter {
  connected = false;
  constructor(query) {
    super();
    this.io = Object.assign(new EventEmitter(), { opts: { query }, engine: null });
  }
  open(sid, transport = "polling") {
    this.io.engine = Object.assign(new EventEmitter(), { id: sid, transport: { name: transport } });
    this.io.emit("open");
  }
  connect(id) {
    [this.connected, this.id] = [true, id];
    this.emit("connect");
  }
  lose(reason, details) {
    this.connected = false;
    this.emit("disconnect", reason, details);
  }
}

export class Page {
  time = 1_000_000;
  kept = new Map();
  posted = []; // {path, body}
  beacons = [];
  answers = { "/join": () => ({ status: 200, body: { client: "lan:kim", key: "k1", at: 0 } }), "/report": () => ({ status: 200, body: { at: 0 } }) };
  timers = [];
  listeners = {};

  constructor({ tag = null, io } = {}) {
    this.navigator = { onLine: true, sendBeacon: (url, text) => this.beacons.push({ url, body: JSON.parse(text) }) };
    const own = {
      performance: { timeOrigin: 0, now: () => this.time },
      location: { origin: "http://10.0.0.1:80", pathname: "/", href: "http://10.0.0.1:80/?secret=1#join=x" },
      document: Object.assign(new EventTarget(), { currentScript: tag, title: "A page", hidden: false }),
      navigator: this.navigator,
      sessionStorage: { getItem: (key) => this.kept.get(key) ?? null, setItem: (key, value) => this.kept.set(key, value) },
      addEventListener: (name, listener) => { this.listeners[name] = listener; },
      setInterval: (call) => { this.heartbeat = call; },
      setTimeout: (call) => this.timers.push(call),
      clearTimeout: () => {},
      fetch: (url, told) => this.#fetch(url, told),
      XMLHttpRequest: Asking, AbortSignal, URL, JSON,
    };
    this.window = own.window = vm.createContext(own);
    if (io) own.io = io;
    vm.runInContext("globalThis.window = globalThis;", own);
    vm.runInContext(SCRIPT, own);
  }

  async #fetch(url, told) {
    const { pathname, origin } = new URL(url);
    this.posted.push({ path: pathname, origin, body: JSON.parse(told.body) });
    const { status, body } = this.answers[pathname]();
    return { status, ok: status === 200, json: async () => body };
  }

  get key() {
    return this.kept.get(KEY);
  }

  /** Let what waits for "soon" happen, and all that comes of it. */
  async soon() {
    for (const call of this.timers.splice(0)) call();
    await this.rest();
  }

  async beat() {
    this.heartbeat();
    await this.rest();
  }

  rest() {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** What was told in reports so far, without numbers and times. */
  told() {
    const all = this.posted.filter(({ path }) => path === "/report").flatMap(({ body }) => body.happened);
    return all.map(({ n, at, ...rest }) => rest);
  }
}
