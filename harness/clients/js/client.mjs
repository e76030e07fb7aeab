// A simulated page: one application that talks through the socket it holds and hears on every socket it has made.
// The same under Node and in a browser's page; what only one of them has comes from its host.

import { Link } from "./link.mjs";
import { Talk, authorOf } from "./talk.mjs";
import { Voice } from "./voice.mjs";

/** How long, at most, a page that has forgotten its socket waits until it asks for one, when it has nothing to say. */
export const RECALL_MS = 1000;

const LEAVE_MS = 500;

/**
 * Make a client of `spec` = {name, group, kind, url, path, namespace, transports, room, behaviour, library}.
 *
 * `io`: socket.io-client's; `behaviour`: an export of behaviours/; `tell(event)` is given client.* events without
 * `t`; `random`: numbers from 0 to below 1. `counts` = {generation, said} goes on where a client of that name ended.
 * `host` may have: `watch(note, voice)`, called for each socket → {options, cut(), settled()}: options for `io()`,
 * and what ends its connections; `post(url, body, voice)`: sends a POST of the page's own; `navigate(ms)`: loads the
 * page anew after so long, in place of doing as if; `shared`: a Map that stands for a cache of handshakes.
 */
export function makeClient({ io, spec, behaviour, tell, random, counts = { generation: 0, said: 0 }, host = {} }) {
  const page = new Page({ io, spec, behaviour, tell, random, counts, host });
  return {
    run: () => page.run(),
    tune: (rate, to) => page.talk.tune(rate, to),
    silence: () => page.talk.silence(),
    stop: () => page.stop(),
  };
}

/** What a behaviour is given: `lost(page, link)` when a socket fails, `make(page)` in place of `page.open()`. */
class Page {
  held = null;
  links = new Set();
  #timers = new Set();
  #loading = false;
  #over = false;

  constructor({ io, spec, behaviour, tell, random, counts, host }) {
    Object.assign(this, { io, spec, behaviour, random, host });
    this.voice = new Voice(spec, counts, tell);
    this.talk = new Talk({ name: spec.name, room: spec.room, counts, phase: random() });
    this.talk.say = (n, to, data) => this.#say(n, to, data);
    this.transports = behaviour.transports ?? spec.transports;
  }

  /** Connect for the first time. */
  run() {
    this.voice.started(this.transports);
    this.call();
  }

  /** The page asks for its socket, as each use of it does: the one it holds, or a new one. */
  call() {
    if (this.#over || this.#loading) return null;
    return (this.held ??= this.behaviour.make ? this.behaviour.make(this) : this.open());
  }

  /** Make a socket; `query` is added to that of its requests. */
  open(query = {}) {
    const link = new Link(this, (watched) => this.#connect(query, watched));
    this.links.add(link);
    return link;
  }

  /** Hold no socket any more; the next use of it makes one. Those there are go on by themselves. */
  forget() {
    this.held = null;
    this.later(RECALL_MS, () => this.call());
  }

  /** Be done with a socket for good, its reconnection first. */
  close(link) {
    this.links.delete(link);
    link.leave();
    if (this.held === link) this.forget();
  }

  /** Load the page anew after so long: what it had is gone then, whatever became of it. */
  reload(ms) {
    if (this.#loading) return;
    this.#loading = true;
    if (this.host.navigate) this.host.navigate(ms);
    else this.later(ms, () => this.#load());
  }

  /** Post by hand, past the library; whatever becomes of it. */
  post(url, body) {
    if (this.host.post) this.host.post(url, body, this.voice);
    else fetch(url, { method: "POST", body }).catch(() => {}); // whoever watches the network tells of it
  }

  /** Do something after so long, unless the page is gone by then. */
  later(ms, work) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  /** A socket could not connect, or its transport broke. */
  lost(link) {
    if (!this.#over && this.links.has(link)) this.behaviour.lost?.(this, link);
  }

  /** A message arrived on one of the page's sockets. */
  hear(message, sid) {
    const author = authorOf(message);
    if (author) this.voice.received(author.sender, author.n, sid);
  }

  /** Leave the server within half a second, whatever state it is in, and be silent then. */
  async stop() {
    this.#over = true;
    this.#clear();
    this.talk.stop();
    for (const link of this.links) link.leave();
    const goodbyes = [...this.links].map((link) => link.watch?.settled());
    await Promise.race([Promise.all(goodbyes), new Promise((done) => setTimeout(done, LEAVE_MS))]);
    this.#drop();
    this.voice.stopped();
  }

  #connect(query, watched) {
    const { url, path, namespace, name } = this.spec;
    const { origin, searchParams } = new URL(url);
    const named = { ...Object.fromEntries(searchParams), sidlab: name, ...query };
    const { behaviour, transports } = this;
    const options = { path, transports, query: named, forceNew: true, ...behaviour.options, ...watched };
    return this.io(`${origin}${namespace}`, options);
  }

  #say(n, to, data) {
    const held = this.call();
    if (!held?.ready) return false;
    this.voice.sent(n, held.sid, to);
    held.say("say", data);
    return true;
  }

  #load() {
    this.#loading = false;
    this.#clear();
    this.#drop();
    this.call();
  }

  #clear() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #drop() {
    for (const link of this.links) link.drop();
    this.links.clear();
    this.held = null;
  }
}
