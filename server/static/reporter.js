// Reports the life of a page's Socket.IO sockets to sidlab, over a beacon that also listens while the server is down.
// One tag is enough for a page of one's own, before the scripts that use Socket.IO:
//   <script src="http://ADDRESS:PORT/reporter.js" data-token="…"></script>
// It finds what the global `io` makes; a page that imports it says Sidlab.watch(socket).
(() => {
  "use strict";
  const HEARTBEAT_MS = 5000;
  const SOON_MS = 200;
  const JOIN_MS = 5000; // a page connects without a name rather than wait longer
  const KEPT = 500; // things that happened, kept while nobody can hear them
  const BATCH = 16;
  const TEXT = 120;
  const EXCHANGES = 8;
  const STALE = 410; // this page was loaded anew elsewhere, or the beacon was: join again
  // What deceives the reader is refused by the beacon: the same characters as there (harness/beacon/report.py).
  // eslint-disable-next-line no-control-regex
  const DECEIVING = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/g;

  const now = () => performance.timeOrigin + performance.now();
  const plain = (text, length = TEXT) => String(text ?? "").replace(DECEIVING, " ").slice(0, length);

  /** What the tab remembers of its key, over a reload. */
  function remembered(key) {
    try {
      if (key !== undefined) sessionStorage.setItem("sidlab.key", key);
      return sessionStorage.getItem("sidlab.key") ?? "";
    } catch {
      return "";
    }
  }

  /** This clock against the beacon's: of the last exchanges, the one with the shortest round trip counts. */
  class Clock {
    exchanges = [];

    /** A request left at `sent` and its answer, which said `theirs`, was here at `got`. */
    add(sent, theirs, got) {
      this.exchanges.push({ offset: (sent + got) / 2 - theirs, trip: got - sent });
      if (this.exchanges.length > EXCHANGES) this.exchanges.shift();
    }

    get best() {
      return this.exchanges.reduce((one, other) => (other.trip < one.trip ? other : one));
    }
  }

  /** Says to the beacon what happens here, in order and once each, however long it cannot be reached. */
  class Reporter {
    clock = new Clock();
    waiting = [];
    client = null;
    #said = 0;
    #dropped = 0;
    #key = "";
    #terms = null;
    #busy = false;
    #soon = null;

    constructor() {
      setInterval(() => this.beat(), HEARTBEAT_MS);
      addEventListener("online", () => this.beat());
      document.addEventListener("visibilitychange", () => this.beat());
      addEventListener("pagehide", () => this.leave());
      addEventListener("pageshow", (event) => event.persisted && this.beat());
    }

    /** Take part, at the beacon of `origin`; gives this page's name as a client, or null when it cannot (yet). */
    async join(origin, token, name = "") {
      this.#terms = { origin, token, name: plain(name, 40) };
      await this.beat();
      return this.client;
    }

    /** Something happened. */
    say(type, fields) {
      this.waiting.push({ type, n: ++this.#said, at: now(), ...fields });
      if (this.waiting.length > KEPT) {
        this.waiting.shift();
        this.#dropped += 1;
      }
      this.#soon ??= setTimeout(() => this.beat(), SOON_MS);
    }

    /** Report, or join if that has not been possible yet. */
    async beat() {
      clearTimeout(this.#soon);
      this.#soon = null;
      if (!this.#terms || this.#busy) return;
      this.#busy = true;
      try {
        await (this.#key ? this.#report() : this.#enter());
      } finally {
        this.#busy = false;
      }
      if (this.#key && this.waiting.length) this.#soon ??= setTimeout(() => this.beat(), SOON_MS);
    }

    /** The page goes away: a last word, which the browser sends after it. */
    leave() {
      if (!this.#key) return;
      navigator.sendBeacon(`${this.#terms.origin}/report`, JSON.stringify(this.#told(true)));
      this.#key = "";
    }

    async #enter() {
      const { token, name } = this.#terms;
      const page = plain(location.origin + location.pathname, 200);
      const answer = await this.#post("/join", { token, name, was: remembered(), page });
      if (answer === null || answer.status !== 200) return this.#refused(answer);
      ({ client: this.client, key: this.#key } = answer.body);
      remembered(this.#key);
      this.#soon ??= setTimeout(() => this.beat(), SOON_MS);
      for (const manager of managers) named(manager);
    }

    async #report() {
      const told = this.#told(false);
      const last = told.happened.at(-1)?.n ?? 0;
      const answer = await this.#post("/report", told);
      if (answer?.status !== 200) return this.#refused(answer);
      this.waiting = this.waiting.filter((one) => one.n > last);
      this.#dropped -= told.dropped;
    }

    #refused(answer) {
      if (answer?.status === STALE) this.#key = remembered(""); // a copy of this tab is that device now
      if (answer?.status === 403) this.#terms = null; // a link of another time: it will not be heard again
      if (answer?.status === 400) this.waiting = []; // what is not understood once is not the second time either
    }

    #told(leaving) {
      const { offset, trip } = this.clock.best;
      return {
        token: this.#terms.token, key: this.#key, now: now(), offset, trip, leaving,
        hidden: document.hidden, dropped: this.#dropped, happened: this.waiting.slice(0, BATCH),
      };
    }

    async #post(path, body) {
      const sent = now();
      try {
        const told = { method: "POST", body: JSON.stringify(body), keepalive: true, credentials: "omit", signal: AbortSignal.timeout?.(JOIN_MS) };
        const answer = await fetch(this.#terms.origin + path, told);
        const read = await answer.json();
        if (answer.ok) this.clock.add(sent, read.at, now());
        return { status: answer.status, body: read };
      } catch {
        return null; // not to be reached now: the next heartbeat tries again
      }
    }
  }

  const reporter = new Reporter();
  const managers = new Set();
  const watched = new WeakSet();
  const sockets = new Map(); // each connected socket → {number, sid, engine}
  const upgraded = new WeakSet(); // engines
  let connects = 0;

  /** What a page can know of a failure: it is not told the browser's own name of it. */
  function why(details) {
    if (!navigator.onLine || details?.description === "network connection lost") return "offline";
    if (typeof details?.context?.code === "number") return `close ${details.context.code}`;
    return typeof details?.description === "number" ? `xhr status ${details.description}` : "";
  }

  /** Name this page's client in the query of its requests, where the wire and the server read it. */
  function named(manager) {
    if (reporter.client && typeof manager.opts.query !== "string") {
      manager.opts.query = { ...manager.opts.query, sidlab: reporter.client };
    }
  }

  function attend(manager) {
    if (managers.has(manager)) return;
    managers.add(manager);
    named(manager);
    manager.on("open", () => opened(manager.engine));
    if (manager.engine?.id) opened(manager.engine);
  }

  function opened(engine) {
    reporter.say("socket.opened", { sid: engine.id, transport: engine.transport.name });
    engine.on("upgrade", () => {
      upgraded.add(engine);
      for (const one of sockets.values()) if (one.engine === engine) toldUpgraded(one);
    });
  }

  function toldUpgraded({ number, sid }) {
    reporter.say("socket.upgraded", { socket: number, sid });
  }

  function connected(socket) {
    const engine = socket.io.engine;
    const one = { number: ++connects, sid: engine.id, engine };
    sockets.set(socket, one);
    reporter.say("socket.connected", { socket: one.number, sid: one.sid, id: socket.id, transport: engine.transport.name });
    if (upgraded.has(engine)) toldUpgraded(one); // that came first
  }

  function lost(socket, reason, details) {
    const one = sockets.get(socket);
    if (!one) return;
    sockets.delete(socket);
    reporter.say("socket.lost", { socket: one.number, sid: one.sid, reason: plain(reason, 40), error: plain(why(details)) });
  }

  /** Report the life of a socket.io-client socket from now on. */
  function watch(socket) {
    if (watched.has(socket)) return socket;
    watched.add(socket);
    attend(socket.io);
    socket.on("connect", () => connected(socket));
    socket.on("disconnect", (reason, details) => lost(socket, reason, details));
    socket.on("connect_error", (error) => {
      reporter.say("socket.failed", { error: plain(why(error)), text: plain(error?.message) });
    });
    if (socket.connected) connected(socket);
    return socket;
  }

  /** What a payload carries: of several packets, the first of these that it holds. */
  function carried(method, body) {
    if (method === "GET") return "poll";
    const packets = typeof body === "string" ? body.split("\x1e").map((packet) => packet[0]) : [];
    const known = { 4: "message", 3: "pong", 1: "close-packet" };
    return known[["4", "3", "1"].find((type) => packets.includes(type))] ?? "other";
  }

  /** A failed request of a session's is told: a page learns of it here, and the library keeps some to itself. */
  function failed(request, asked, began, body) {
    const sid = asked.query.get("sid");
    const kind = asked.method === "POST" ? "post" : sid ? "poll" : "handshake";
    const told = { method: asked.method, kind, took: Math.max(now() - began, 0), body: carried(asked.method, body) };
    if (sid) told.sid = plain(sid, 128);
    if (request.status >= 400) {
      told.status = request.status;
      told.text = request.responseType === "" ? plain(request.responseText) : "";
    } else {
      told.error = navigator.onLine ? "xhr status 0" : "offline";
    }
    reporter.say("socket.request", told);
  }

  const Asking = window.XMLHttpRequest;
  window.XMLHttpRequest = class XMLHttpRequest extends Asking {
    #asked = null;

    open(method, url, ...more) {
      const query = new URL(url, location.href).searchParams;
      this.#asked = query.has("EIO") && query.get("transport") === "polling" ? { method: String(method).toUpperCase(), query } : null;
      super.open(method, url, ...more);
    }

    send(body) {
      const asked = this.#asked;
      const began = now();
      const look = () => (this.status === 0 || this.status >= 400) && failed(this, asked, began, body);
      if (asked) for (const end of ["load", "error", "timeout"]) this.addEventListener(end, look);
      super.send(body);
    }
  };

  /** `io`, whose sockets are watched. */
  function watching(io) {
    if (typeof io !== "function") return io;
    const wrapped = (...terms) => watch(io(...terms));
    return Object.assign(wrapped, io, { io: wrapped, connect: wrapped });
  }

  let io = watching(window.io);
  Object.defineProperty(window, "io", { configurable: true, enumerable: true, get: () => io, set: (made) => { io = watching(made); } });

  window.Sidlab = { watch, join: (...terms) => reporter.join(...terms) };
  const tag = document.currentScript;
  if (tag?.dataset.token) reporter.join(new URL(tag.src).origin, tag.dataset.token, tag.dataset.name ?? document.title);
})();
