// What the document believes: a client whose session is lost goes on posting with its old sid. No library does that;
// the body is the packet it would have posted (Engine.IO 4: `4`, then the Socket.IO packet).

const FIRST_DELAY_MS = 1000;

export const behaviour = {
  name: "stale-replay",
  options: { reconnection: false },

  lost(page, link) {
    if (link.generation > 0) page.held = new Replay(page, link.sid);
    else page.later(FIRST_DELAY_MS, () => link.socket.connect());
  },
};

/** Stands where a socket stood: whatever is said is posted at once, with the sid of its last session. */
class Replay {
  ready = true;

  constructor(page, sid) {
    const { url, path, namespace, name } = page.spec;
    const query = new URLSearchParams({ sidlab: name, EIO: "4", transport: "polling", sid });
    this.sid = sid;
    this.url = `${new URL(url).origin}${path}?${query}`;
    this.prefix = namespace === "/" ? "42" : `42${namespace},`;
    this.post = (body) => page.post(this.url, body);
  }

  say(event, data) {
    this.post(`${this.prefix}${JSON.stringify([event, data])}`);
  }
}
