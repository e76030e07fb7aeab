// The clients of one process: starts, stops and restarts them until they are exactly those that were asked for.

import { makeClient } from "../js/client.mjs";
import { seeded } from "../js/random.mjs";
import { Attempts } from "./attempts.mjs";
import { now } from "./frames.mjs";

/** So many clients of a shard are in their first connect at once, as in harness/clients/shard.py. */
const RAMP = 8;
const CONNECTING_MS = 2000;

/** Runs clients; `say` is given their events, `behaviours` are by name, `load(library)` gives {io, version}. */
export class Shard {
  #seats = new Map();
  #counts = new Map();
  #shared = new Map();
  #ramp = new Ramp(RAMP);

  constructor({ say, behaviours, load }) {
    Object.assign(this, { say, behaviours, load });
  }

  /** Make this shard's part of a group be exactly the clients of the command. Throws what a library lacks. */
  run(command) {
    const { group } = command;
    if (!this.behaviours.has(group.behaviour)) throw new Error(`no client under Node can be ${group.behaviour}`);
    const library = this.load(group.library ?? "");
    const wanted = new Set(command.names);
    for (const seat of this.#seats.values()) {
      if (seat.group === group.group && !wanted.has(seat.name)) this.#leave(seat);
    }
    for (const name of wanted) {
      const seat = this.#seat(specOf(name, command, library.version), library.io, command.seed ?? 0);
      seat.client.tune(group.rate, command.rooms[name] ?? [name]);
    }
  }

  /** Have nobody send numbered messages any more. */
  quiet() {
    for (const seat of this.#seats.values()) seat.client.silence();
  }

  /** Have every client go; resolves when they are gone. */
  async leave() {
    await Promise.all([...this.#seats.values()].map((seat) => this.#leave(seat)));
  }

  /** The client's seat: the one it has if nothing about it has changed, else a new one. */
  #seat(spec, io, seed) {
    const key = JSON.stringify(spec);
    const old = this.#seats.get(spec.name);
    if (old?.key === key && !old.left) return old;
    const before = old ? this.#leave(old) : Promise.resolve();
    const { name, group } = spec;
    const seat = { key, name, group, before, client: this.#client(spec, io, seed), left: null };
    this.#seats.set(name, seat);
    before.then(() => this.#ramp.enter(name)).then(() => this.#start(seat));
    return seat;
  }

  #start(seat) {
    seat.runs = !seat.left;
    if (seat.runs) seat.client.run();
    else this.#ramp.leave(seat.name);
  }

  #client(spec, io, seed) {
    if (!this.#counts.has(spec.name)) this.#counts.set(spec.name, { generation: 0, said: 0 });
    return makeClient({
      io,
      spec,
      behaviour: this.behaviours.get(spec.behaviour),
      tell: (event) => this.#tell(event),
      random: seeded(`${seed}:${spec.name}`),
      counts: this.#counts.get(spec.name),
      host: {
        watch: (note, voice) => new Attempts(note, voice, now),
        post: (url, body, voice) => new Attempts(() => {}, voice, now).post(url, body),
        shared: this.#shared,
      },
    });
  }

  #tell(event) {
    if (event.type === "client.connected" || event.type === "client.connect-error") this.#ramp.leave(event.client);
    this.say({ type: event.type, t: now(), ...event });
  }

  #leave(seat) {
    seat.left ??= this.#stop(seat);
    return seat.left;
  }

  async #stop(seat) {
    await seat.before;
    if (seat.runs) await seat.client.stop();
    this.#ramp.leave(seat.name);
    if (this.#seats.get(seat.name) === seat) this.#seats.delete(seat.name);
  }
}

/** So many clients are in their first connect at once: a place is free again after `CONNECTING_MS` at the latest. */
class Ramp {
  #inside = new Map();
  #waiting = [];

  constructor(places) {
    this.places = places;
  }

  enter(name) {
    return new Promise((go) => {
      this.#waiting.push({ name, go });
      this.#admit();
    });
  }

  leave(name) {
    if (!this.#inside.has(name)) return;
    clearTimeout(this.#inside.get(name));
    this.#inside.delete(name);
    this.#admit();
  }

  #admit() {
    while (this.#waiting.length && this.#inside.size < this.places) {
      const { name, go } = this.#waiting.shift();
      this.#inside.set(name, setTimeout(() => this.leave(name), CONNECTING_MS));
      go();
    }
  }
}

/** One client, as client.mjs wants it; when any of this changes, the client is started anew. */
function specOf(name, { url, urls = {}, path = "/socket.io/", rooms, group }, library) {
  const { kind, transports, behaviour, namespace } = group;
  const room = rooms[name]?.[0] ?? name;
  const where = { url: urls[name] ?? url, path, namespace, room };
  return { name, group: group.group, kind, transports, behaviour, library, ...where };
}
