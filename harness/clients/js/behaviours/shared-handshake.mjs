// A cache answers the handshake: every page of a group but the first goes on with the session that one opened. When
// that session is lost, each shakes hands by itself, past the cache.

const OPENING = "opening"; // in the cache while the first one's handshake is under way
const LOOK_MS = 100;
const LOOKS = 20;

export const behaviour = {
  name: "shared-handshake",
  transports: ["polling"],

  make(page, looked = 0) {
    const cache = page.host.shared ?? new Map();
    const { group } = page.spec;
    const found = cache.get(group);
    if (found === undefined || looked === LOOKS) return first(page, cache, group);
    if (found !== OPENING) return next(page, found);
    page.later(LOOK_MS, () => (page.held ??= behaviour.make(page, looked + 1)));
    return null;
  },
};

/** The socket whose handshake the others find in the cache. */
function first(page, cache, group) {
  cache.set(group, OPENING);
  const link = page.open();
  link.socket.io.on("open", () => cache.set(group, handshakeOf(link.engine)));
  return link;
}

/** What the server said when it opened the session; the names differ between engine.io-client 6.2 and 6.6. */
function handshakeOf(engine) {
  const { id: sid, pingInterval = engine._pingInterval, pingTimeout = engine._pingTimeout } = engine;
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
