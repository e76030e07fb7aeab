// A child's two ways, as harness/frames.py has them: one JSON line a frame, events out, commands in.
//
// Writing is never waited for: frames queue, bounded by bytes, and one write at a time takes them from the event
// loop to a thread. What does not fit is counted and said (`child.dropped`).

import fs from "node:fs";

const BATCH_MS = 20;
const QUEUE_BYTES = 64 * 1024 * 1024;
const LINE_BYTES = 16 * 1024 * 1024;
const AGAIN_MS = 5;

/** Monotonic nanoseconds by the machine's clock, the one Python's `time.monotonic_ns` reads. */
export function now() {
  return Number(process.hrtime.bigint());
}

/** The way out, over descriptor `fd`. */
export class Outbox {
  #lines = [];
  #bytes = 0;
  #dropped = 0;
  #timer = null;
  #writing = false;
  #empty = null;

  constructor(fd = 1, limit = QUEUE_BYTES, write = fs.write) {
    Object.assign(this, { fd, limit, write });
  }

  /** Queue one frame; beyond the bound it is dropped and counted. */
  say(frame) {
    const line = Buffer.from(`${JSON.stringify(frame)}\n`);
    if (this.#bytes + line.length > this.limit) this.#dropped += 1;
    else {
      this.#lines.push(line);
      this.#bytes += line.length;
    }
    this.#timer ??= setTimeout(() => this.hurry(), BATCH_MS);
  }

  /** Write what is queued now, instead of waiting for the batch to grow old. */
  hurry() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#writing) this.#next();
  }

  /** Resolves when everything that was said is written. */
  drained() {
    return new Promise((done) => {
      this.#empty = done;
      this.hurry();
    });
  }

  #next() {
    const batch = this.#take();
    this.#writing = batch.length > 0;
    if (this.#writing) this.#write(batch);
    else this.#empty?.();
  }

  #take() {
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    if (this.#dropped) {
      lines.push(Buffer.from(`${JSON.stringify({ type: "child.dropped", t: now(), count: this.#dropped })}\n`));
      this.#dropped = 0;
    }
    return Buffer.concat(lines);
  }

  #write(data) {
    this.write(this.fd, data, 0, data.length, null, (error, written) => {
      if (error?.code === "EAGAIN") setTimeout(() => this.#write(data), AGAIN_MS);
      else if (error) this.#empty?.(); // the reader is gone: the end of standard input tells the child so
      else if (written < data.length) this.#write(data.subarray(written));
      else this.#next();
    });
  }
}

/** Read commands from `stream`: each goes to `obey`, what is none to `reject` in words; `end` when there are no more. */
export function readCommands(stream, { obey, reject, end }) {
  let held = "";
  stream.setEncoding("utf8");
  stream.on("data", (text) => {
    const lines = (held + text).split("\n");
    held = lines.pop();
    for (const line of lines) perform(line, obey, reject);
    if (held.length > LINE_BYTES) stream.destroy(new Error(`a frame is longer than ${LINE_BYTES} bytes`));
  });
  stream.once("error", (error) => {
    process.stderr.write(`standard input is lost: ${error.message}\n`);
    end();
  });
  stream.once("end", end);
}

function perform(line, obey, reject) {
  let command;
  try {
    command = JSON.parse(line);
  } catch (error) {
    reject(`not a command: ${error.message}`);
    return;
  }
  obey(command);
}
