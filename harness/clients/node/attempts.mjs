// Every HTTP attempt of one socket, WebSocket handshakes included, seen where Node's own `http.Agent` is given it.
//
// socket.io-client hands its option `agent` to the XMLHttpRequest and the WebSocket it uses under Node; without it,
// each request has an agent of its own with the defaults (`agent: false`), which is how this one treats them too: no
// connection is kept. Neither sends anything again by itself, so one request is one attempt.

import http from "node:http";

import { bodyKind, requestOf } from "./request.mjs";
import { troubleOf } from "./trouble.mjs";

const TEXT = 120;
const NS_PER_S = 1e9;

/** `note(trouble)` is given what goes wrong, `voice` each attempt, `now` tells monotonic nanoseconds. */
export class Attempts {
  #pending = new Set();
  #sockets = new Set();
  #wereCut = false;
  #waiting = null;

  constructor(note, voice, now) {
    Object.assign(this, { note, voice, now });
    this.options = { agent: new WatchedAgent((request) => this.#watch(request)) };
  }

  /** End every connection at once; what fails from now on is our own doing and not told. */
  cut() {
    this.#wereCut = true;
    for (const request of this.#pending) request.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Resolves when nothing is being posted and no WebSocket is open: a pending poll is nobody's goodbye. */
  settled() {
    return new Promise((done) => {
      this.#waiting = done;
      this.#look();
    });
  }

  /** POST by hand, as an XMLHttpRequest does. */
  post(url, body) {
    const headers = { "Content-type": "text/plain;charset=UTF-8", Accept: "*/*" };
    const request = http.request(url, { method: "POST", headers, ...this.options }, (answer) => answer.resume());
    request.on("error", () => {}); // told as an attempt
    request.end(body);
  }

  #watch(request) {
    const attempt = { ...requestOf(request.method, request.path), began: this.now(), body: "", done: false };
    this.#pending.add(request);
    keepBody(request, attempt);
    request.once("response", (answer) => this.#answered(attempt, answer));
    request.once("upgrade", (answer, socket) => this.#switched(attempt, answer, socket));
    request.once("error", (error) => this.#failed(attempt, error));
    request.once("close", () => this.#over(request));
  }

  #answered(attempt, answer) {
    const status = answer.statusCode;
    let text = "";
    if (status >= 400) {
      answer.on("data", (chunk) => (text += text.length < TEXT ? chunk : ""));
      answer.once("close", () => this.#told(attempt, status, text)); // a WebSocket reads no answer but 101
    } else {
      answer.once("error", (error) => this.#failed(attempt, error));
    }
    answer.once("end", () => this.#told(attempt, status, text));
  }

  #switched(attempt, answer, socket) {
    this.#sockets.add(socket);
    socket.once("error", (error) => this.#note(troubleOf(error)));
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#look();
    });
    this.#told(attempt, answer.statusCode, "");
  }

  #told(attempt, status, text) {
    this.#tell(attempt, { status, text: text.slice(0, TEXT) }, status >= 400 ? { error: `HTTP ${status}` } : null);
  }

  #failed(attempt, error) {
    const trouble = troubleOf(error);
    this.#tell(attempt, { ...trouble, text: error.message.slice(0, TEXT) }, trouble);
  }

  #tell(attempt, outcome, trouble) {
    if (attempt.done || this.#wereCut) return;
    attempt.done = true;
    const { method, kind, sid, began, body } = attempt;
    const t = this.now();
    const carried = trouble ? { body: bodyKind(method, body) } : {};
    if (trouble) this.#note(trouble);
    this.voice.attempted({ t, method, kind, sid, took: (t - began) / NS_PER_S, ...outcome, ...carried });
  }

  #note(trouble) {
    if (!this.#wereCut) this.note(trouble);
  }

  #over(request) {
    this.#pending.delete(request);
    this.#look();
  }

  #look() {
    const posting = [...this.#pending].some((request) => request.method === "POST");
    if (!posting && this.#sockets.size === 0) this.#waiting?.();
  }
}

/** An agent like that of `agent: false`, which shows each request before its first byte is sent. */
class WatchedAgent extends http.Agent {
  constructor(show) {
    super();
    this.show = show;
  }

  addRequest(request, ...rest) {
    this.show(request);
    super.addRequest(request, ...rest);
  }
}

/** Remember what is written into a request: its first kilobyte tells its kind. */
function keepBody(request, attempt) {
  for (const way of ["write", "end"]) {
    const original = request[way];
    request[way] = function (data, ...rest) {
      if (typeof data === "string" && attempt.body.length < 1024) attempt.body += data.slice(0, 1024);
      return original.call(this, data, ...rest);
    };
  }
}
