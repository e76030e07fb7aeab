// What one simulated page has to say about itself: the `client.` events (harness/events.py), without their time,
// which whoever is given them knows by his own clock. After `stopped` a voice is silent.

const TEXT = 120;

/** Reports for `spec`; sockets are numbered by `counts`, which outlives the page. */
export class Voice {
  #tell;

  constructor(spec, counts, tell) {
    Object.assign(this, { spec, counts });
    this.#tell = tell;
  }

  /** The client begins, with the transports it really uses. */
  started(transports) {
    const { group, kind, behaviour, room, library = "" } = this.spec;
    this.#say("started", { group, kind, transports, behaviour, room, library });
  }

  /** The client is gone. */
  stopped() {
    this.#say("stopped", {});
    this.#tell = () => {};
  }

  /** The Engine.IO session is open; the namespace is not connected yet. */
  opened(sid, transport) {
    this.#say("opened", { sid, transport });
  }

  /** The namespace is connected: one more socket. Returns its generation. */
  connected(sid, socketId, transport) {
    const generation = ++this.counts.generation;
    this.#say("connected", { generation, sid, socket_id: socketId, transport });
    return generation;
  }

  /** The session of this socket moved to WebSocket. */
  upgraded(generation, sid) {
    this.#say("upgraded", { generation, sid });
  }

  /** A connect failed; `trouble` is what was underneath: {error, errno}. */
  connectFailed(trouble, text) {
    this.#say("connect-error", { ...trouble, text: text.slice(0, TEXT) });
  }

  /** A socket said that it is disconnected, and why, in the library's own words. */
  disconnected({ generation, sid }, reason, trouble) {
    this.#say("disconnected", { generation, sid, reason: `js:${reason}`, ...trouble });
  }

  /** The library takes message `n`. */
  sent(n, sid, to) {
    this.#say("sent", { n, sid, to });
  }

  /** Message `n` of `sender` arrived. */
  received(sender, n, sid) {
    this.#say("received", { sender, n, sid });
  }

  /** An HTTP attempt is over, as a witness outside the library saw it. */
  attempted(attempt) {
    this.#say("attempt", attempt);
  }

  #say(what, fields) {
    this.#tell({ type: `client.${what}`, client: this.spec.name, ...fields });
  }
}
