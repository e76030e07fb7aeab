// One socket of a page, from the call of `io()` to its end: it reports, joins the room after each connect, and
// hears. A page may have several: whoever was given handlers hears, whether the page still holds it or not.

import { troubleOf } from "./trouble.mjs";

/** The reasons of a disconnect that behaviours act on, as the document has them. */
const LOSSES = new Set(["transport error", "transport close"]);

/**
 * The reasons of a disconnect that needs no word when there was no connection yet: the library says `disconnect` as
 * soon as its Engine.IO session ends (4.5, Socket.onclose), a `connect_error` before when that was an error.
 */
const FAILED_BEFORE = new Set(["transport error", "io client disconnect"]);

/** A socket of `page`; `make(options)` calls `io()` with the options that watching it needs. */
export class Link {
  generation = 0;
  sid = "";
  #page;
  #alive = false;
  #joined = false;
  #trouble = null;
  #upgradedEarly = false;

  constructor(page, make) {
    this.#page = page;
    this.watch = page.host.watch?.((trouble) => (this.#trouble ??= trouble), page.voice);
    this.socket = make(this.watch?.options ?? {});
    this.#listen();
  }

  /** The Engine.IO client of the moment. */
  get engine() {
    return this.socket.io.engine;
  }

  /** Whether the library would take an event, and the room would hear it. */
  get ready() {
    return this.#joined && this.socket.connected && this.engine.readyState === "open";
  }

  /** Hand an event to the library. */
  say(event, data) {
    this.socket.emit(event, data);
  }

  /** Leave in good order: the library says goodbye, and tries nothing again. */
  leave() {
    this.socket.io.reconnection(false);
    this.socket.disconnect();
  }

  /** End without a goodbye that gets through, as the sockets of a page do that is navigated away from. */
  drop() {
    this.leave();
    this.socket.off();
    this.watch?.cut();
  }

  #listen() {
    const { socket } = this;
    socket.io.on("open", () => this.#opened());
    socket.io.on("reconnect_attempt", () => (this.#trouble = null));
    socket.on("connect", () => this.#connected());
    socket.on("connect_error", (error) => this.#failed(error));
    socket.on("disconnect", (reason, details) => this.#disconnected(reason, details));
    socket.on("message", (message) => this.#page.hear(message, this.sid));
    socket.on("members", (members) => this.#page.talk.members(members));
  }

  #opened() {
    const { engine } = this;
    this.#upgradedEarly = false;
    this.#page.voice.opened(engine.id, engine.transport.name);
    engine.once("upgrade", () => this.#upgraded());
  }

  #upgraded() {
    if (this.#alive) this.#page.voice.upgraded(this.generation, this.sid);
    else this.#upgradedEarly = true; // the server has not confirmed the namespace yet
  }

  #connected() {
    const { engine, socket } = this;
    const { voice, talk } = this.#page;
    this.sid = engine.id;
    this.#alive = true;
    this.#trouble = null;
    this.generation = voice.connected(this.sid, socket.id, engine.transport.name);
    if (this.#upgradedEarly) voice.upgraded(this.generation, this.sid);
    socket.emit("join", talk.joinRequest(), (answer) => this.#admitted(answer));
  }

  #admitted(answer) {
    this.#joined = true;
    this.#page.talk.joined(answer);
  }

  #failed(told) {
    const error = told instanceof Error ? told : new Error(String(told));
    const trouble = this.#trouble ?? troubleOf(error);
    this.#trouble = null;
    this.#page.voice.connectFailed(trouble, error.message);
    this.#page.lost(this);
  }

  #disconnected(reason, details) {
    const wished = reason.startsWith("io "); // one side's own wish: nothing broke
    const trouble = wished ? null : (this.#trouble ?? troubleOf(details));
    if (this.#alive) this.#page.voice.disconnected(this, reason, trouble);
    else if (!FAILED_BEFORE.has(reason)) this.#page.voice.connectFailed(trouble ?? { error: reason }, reason);
    this.#alive = this.#joined = false;
    if (LOSSES.has(reason)) this.#page.lost(this);
  }
}
