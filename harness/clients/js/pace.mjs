// When a client speaks: so many times a second, without drift, and never in a burst to catch up.

/**
 * Ticks at `start + (k + phase) / rate` seconds, for k = 0, 1, 2 …; `phase` from 0 to below 1.
 * A tick that was missed is left out, so a client that was held up goes on at its rate.
 */
export class Pace {
  #last = -1;

  constructor(rate, start, phase) {
    Object.assign(this, { rate, start, phase });
  }

  /** The time of the first tick at or after `now` that has not been given out yet. */
  next(now) {
    this.#last = Math.max(this.#last + 1, Math.ceil((now - this.start) * this.rate - this.phase));
    return this.start + (this.#last + this.phase) / this.rate;
  }
}
