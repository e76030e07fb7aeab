// What a simulated page says and hears, by the rules of harness/clients/talk.py: it joins its room after each
// connect, waits until everybody its messages are meant for has been seen there (`GATHER_SECONDS` at most), and then
// says messages with the id `<client>#<n>`.

import { Pace } from "./pace.mjs";

export const GATHER_SECONDS = 5;

const AUTHORED = /^(.+)#([0-9]{1,15})$/s;

/** Seconds, by a clock that never jumps. */
function now() {
  return performance.now() / 1000;
}

/** The client and number in a message's id; null when no simulated client wrote it. */
export function authorOf(message) {
  const found = AUTHORED.exec(String(message?.id));
  return found && { sender: found[1], n: Number(found[2]) };
}

/** One page's part in the chat, over whichever sockets it has; `say(n, to, data)` is false when nothing was sent. */
export class Talk {
  #rate = 0;
  #to = [];
  #here = new Set();
  #gathering = true;
  #late = Infinity;
  #pace = null;
  #timer = null;
  #over = false;

  constructor({ name, room, counts, phase }) {
    Object.assign(this, { name, room, counts, phase, say: () => false });
  }

  get rate() {
    return this.#rate;
  }

  /** From now on speak `rate` times a second (0: be silent), to these recipients. */
  tune(rate, to) {
    if (rate !== this.#rate) this.#pace = null;
    this.#rate = rate;
    this.#to = [...to];
    this.#wake();
  }

  /** From now on say nothing. */
  silence() {
    this.tune(0, this.#to);
  }

  /** Say nothing any more, for good. */
  stop() {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  /** What `join` says. */
  joinRequest() {
    return { nick: this.name, room: this.room };
  }

  /** The server acknowledged a join: who was there already stands in its `members`. */
  joined(answer) {
    if (this.#late === Infinity) this.#late = now() + GATHER_SECONDS;
    this.members(answer);
  }

  /** Who is in the room, as the join's answer and the `members` event both say. */
  members(said) {
    const ours = said?.room === undefined || said.room === null || said.room === this.room;
    if (ours && Array.isArray(said?.members)) this.#here = new Set(said.members.map(String));
    if (this.#gathering) this.#wake();
  }

  #gathered() {
    this.#gathering &&= !this.#to.every((name) => this.#here.has(name)) && now() < this.#late;
    return !this.#gathering;
  }

  /** Look now what is to be done next. */
  #wake() {
    clearTimeout(this.#timer);
    if (this.#over || this.#rate === 0) return;
    if (!this.#gathered()) {
      this.#sleep(this.#late);
      return;
    }
    this.#pace ??= new Pace(this.#rate, now(), this.phase);
    this.#tick(this.#pace.next(now()));
  }

  #sleep(until) {
    if (until < Infinity) this.#timer = setTimeout(() => this.#wake(), 1000 * Math.max(0, until - now()));
  }

  #tick(due) {
    const wait = due - now();
    this.#timer = setTimeout(() => (now() < due ? this.#tick(due) : this.#speak()), 1000 * Math.max(0, wait));
  }

  #speak() {
    const n = this.counts.said + 1;
    const data = { room: this.room, text: `message ${n} of ${this.name}`, id: `${this.name}#${n}` };
    if (this.say(n, this.#to, data)) this.counts.said = n;
    this.#wake();
  }
}
