// Every refusal on the Socket.IO path is told before it starts, whoever makes it: engine.io, ws, or the Host guard.
"use strict";

const PATH = "/socket.io/";
const TEXT_CHARACTERS = 120;
const HOST = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/;
const MISDIRECTED = "This server is not addressed by that name.\n";
const MESSAGES = {
  "Transport unknown": 0,
  "Session ID unknown": 1,
  "Bad handshake method": 2,
  "Bad request": 3,
  "Unsupported protocol version": 5,
};

/** The name in a Host header, without its port; null when it is not a proper one (server/hosts.py). */
function hostName(header = "") {
  const match = HOST.exec(header.toLowerCase());
  return match && (match[1] ?? match[2]);
}

/** The cause of a 400 in the vocabulary of the field, from engine.io's code (lib/server.ts) or ws's message. */
function causeOf(text, method, query) {
  const transport = query.get("transport");
  if (text === "Not an accepted origin.") return "origin";
  if (/^(Missing or invalid Sec-WebSocket|Invalid Upgrade header)/.test(text)) return "bad-upgrade";
  switch (codeIn(text)) {
    case 0: return "unknown-transport";
    case 1: return "unknown-sid";
    case 2: return method === "POST" ? "missing-sid" : "bad-request";
    case 3: return transport === "websocket" ? "bad-upgrade" : query.has("sid") ? "polling-after-upgrade" : "bad-request";
    case 5: return "protocol-version";
    default: return "other";
  }
}

function codeIn(text) {
  try {
    return JSON.parse(text).code;
  } catch {
    return MESSAGES[text];
  }
}

/** Puts itself around all that a server answers: the Host guard outermost but one, and the witness outermost. */
class Answers {
  constructor(witness, hosts) {
    this.witness = witness;
    this.hosts = new Set(hosts);
    this.asked = new Map();
  }

  /** From now on, every request and upgrade of this server passes here first. */
  surround(server) {
    for (const [event, around] of [["request", this.request], ["upgrade", this.upgrade]]) {
      const inner = server.listeners(event);
      server.removeAllListeners(event);
      server.on(event, (...args) => around.call(this, inner, ...args));
    }
  }

  request(inner, request, response) {
    const end = response.end;
    const n = this.count(request);
    response.end = (...args) => {
      if (response.statusCode >= 400) this.say(request, n, response.statusCode, args[0]);
      return end.apply(response, args);
    };
    if (this.hosts.has(hostName(request.headers.host))) inner.forEach((listener) => listener(request, response));
    else response.writeHead(421, { "Content-Type": "text/plain; charset=utf-8" }).end(MISDIRECTED);
  }

  /** What is first written on an upgrade's socket is its answer: 101, or a refusal by engine.io or by ws. */
  upgrade(inner, request, socket, head) {
    const n = this.count(request);
    for (const name of ["write", "end"]) {
      socket[name] = (data, ...rest) => {
        delete socket.write;
        delete socket.end;
        const [, status, body] = /^HTTP\/1\.1 (\d{3})[^]*?\r\n\r\n([^]*)$/.exec(String(data)) ?? [];
        if (status >= "400") this.say(request, n, Number(status), body);
        return socket[name](data, ...rest);
      };
    }
    if (this.hosts.has(hostName(request.headers.host))) inner.forEach((listener) => listener(request, socket, head));
    else socket.end(`HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: ${MISDIRECTED.length}\r\n\r\n${MISDIRECTED}`);
  }

  count(request) {
    const port = request.socket.remotePort;
    this.asked.set(port, (this.asked.get(port) ?? 0) + 1);
    return this.asked.get(port);
  }

  say(request, n, status, body) {
    if (!request.url.startsWith(PATH)) return;
    const query = new URL(request.url, "http://server").searchParams;
    const text = typeof body === "string" || Buffer.isBuffer(body) ? String(body) : "";
    this.witness.say("server.answered", {
      status,
      epoch: this.witness.epoch,
      remote_port: request.socket.remotePort ?? 0,
      n,
      method: request.method,
      sid: query.get("sid"),
      cause: status === 400 ? causeOf(text, request.method, query) : null,
      text: Array.from(text).slice(0, TEXT_CHARACTERS).join(""),
      client: query.get("sidlab"),
    });
  }
}

module.exports = { Answers, causeOf, hostName };
