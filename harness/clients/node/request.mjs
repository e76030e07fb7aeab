// What a request of a client is for and what it carries, as harness/clients/request.py and proxy/tap/engineio.py read it.

const SEPARATOR = "\x1e"; // between the packets of a payload (Engine.IO 4)
const CARRIED = [
  ["4", "message"],
  ["b", "message"], // binary, in base64
  ["3", "pong"],
  ["1", "close-packet"],
];

/** {method, kind, sid} of a request, by its method and its target. */
export function requestOf(method, target) {
  const query = new URL(target, "http://host.invalid").searchParams;
  const sid = query.get("sid");
  return { method, kind: kindOf(method, query.get("transport"), sid), sid };
}

function kindOf(method, transport, sid) {
  if (transport === "websocket") return sid ? "upgrade" : "websocket";
  if (method === "POST") return "post";
  if (method === "GET" && transport === "polling") return sid ? "poll" : "handshake";
  return "other";
}

/** What a request carried: the first it holds of message, pong, close packet; a GET is a poll. */
export function bodyKind(method, body) {
  if (method === "GET") return "poll";
  const types = new Set(body.split(SEPARATOR).map((packet) => packet[0]));
  return CARRIED.find(([type]) => types.has(type))?.[1] ?? "other";
}
