// What the driver's tests are made with: a clock that stands still until it is told, and a library that does nothing.

/** Timers and a clock of our own: `to(seconds)` moves on, and does what is due on the way. */
export class Clock {
  constructor() {
    Object.assign(this, { seconds: 0, timers: new Map(), number: 0 });
    this.real = { setTimeout, clearTimeout, performance };
  }

  install() {
    globalThis.setTimeout = (work, ms = 0) => this.#add(work, this.seconds + ms / 1000);
    globalThis.clearTimeout = (timer) => this.timers.delete(timer);
    replaceGlobal("performance", { now: () => 1000 * this.seconds });
    return this;
  }

  uninstall() {
    for (const [name, value] of Object.entries(this.real)) replaceGlobal(name, value);
  }

  to(seconds) {
    for (let next = this.#first(seconds); next; next = this.#first(seconds)) {
      const [number, { due, work }] = next;
      this.timers.delete(number);
      this.seconds = Math.max(this.seconds, due);
      work();
    }
    this.seconds = seconds;
  }

  #add(work, due) {
    this.timers.set(++this.number, { due, work });
    return this.number;
  }

  #first(until) {
    const due = [...this.timers].filter(([, timer]) => timer.due <= until);
    return due.sort(([, one], [, other]) => one.due - other.due)[0];
  }
}

/** Not every Node lets each of its globals simply be assigned. */
function replaceGlobal(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** An emitter, as much of one as the library's classes have. */
class Emitter {
  handlers = new Map();

  on(event, handler) {
    this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]);
  }

  once(event, handler) {
    this.on(event, handler);
  }

  off() {
    this.handlers.clear();
  }

  happen(event, ...said) {
    for (const handler of this.handlers.get(event) ?? []) handler(...said);
  }
}

/** A socket of a library that does nothing by itself: the test says what happens to it. */
class Socket extends Emitter {
  connected = false;
  sent = [];
  reconnects = true;
  closed = false;

  constructor(url, options, number) {
    super();
    Object.assign(this, { url, options, number, id: `socket-${number}` });
    this.io = Object.assign(new Emitter(), { opts: options, reconnection: (on) => (this.reconnects = on) });
  }

  emit(event, data, ack) {
    this.sent.push([event, data]);
    if (event === "join") this.joining = ack;
  }

  connect() {
    this.asked = (this.asked ?? 0) + 1;
  }

  disconnect() {
    const was = this.connected;
    Object.assign(this, { connected: false, closed: true });
    if (was) this.happen("disconnect", "io client disconnect");
  }

  /** The server lets it in, and everybody named is in the room. */
  letIn(sid, members = []) {
    this.io.engine = Object.assign(new Emitter(), { id: sid, readyState: "open", transport: { name: "polling" } });
    this.io.happen("open");
    this.connected = true;
    this.happen("connect");
    this.joining({ ok: true, room: this.sent.at(-1)[1].room, members });
  }

  lose(reason, details) {
    this.connected = false;
    this.happen("disconnect", reason, details);
  }
}

/** `io` of such a library, and the `sockets` it has made. */
export function library() {
  const sockets = [];
  const io = (url, options) => {
    sockets.push(new Socket(url, options, sockets.length + 1));
    return sockets.at(-1);
  };
  return { io, sockets };
}
