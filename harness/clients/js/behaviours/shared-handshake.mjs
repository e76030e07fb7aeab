// A cache answers the handshake: every page of a group but the first goes on with the session that one opened. When
// that session is lost, each shakes hands by itself, past the cache.

const WAITING = Symbol("the first of the group is about to open the session");
const AGAIN_MS = 100;

export const behaviour = {
  name: "shared-handshake",
  transports: ["polling"],

  make(page) {
    const cache = page.host.shared ?? new Map();
    const { group } = page.spec;
    const found = cache.get(group);
    if (found === undefined) return first(page, cache, group);
    if (found !== WAITING) return next(page, found);
    page.later(AGAIN_MS, () => page.call());
    return null;
  },
};

function first(page, cache, group) {
  cache.set(group, WAITING);
  const link = page.open();
  link.socket.io.on("open", () => cache.set(group, handshakeOf(link.engine)));
  return link;
}

/** What a server says when it opens a session; the names differ between engine.io-client 6.2 and 6.6. */
function handshakeOf(engine) {
  const { id: sid, _pingInterval, _pingTimeout, pingInterval = _pingInterval, pingTimeout = _pingTimeout } = engine;
  return { sid, upgrades: [], pingInterval, pingTimeout };
}

/** A socket whose engine polls at once with the sid it found, as if its handshake had been answered with it. */
function next(page, found) {
  const link = page.open({ sid: found.sid });
  const { engine, socket } = link;
  delete socket.io.opts.query.sid; // the transport has its own: the next handshake is a real one
  engine.transport.onOpen();
  engine.onHandshake(found);
  return link;
}
