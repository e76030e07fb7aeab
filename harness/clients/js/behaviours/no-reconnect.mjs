// What is lost stays lost; a first connect that fails is tried again, after the library's first delay.

const FIRST_DELAY_MS = 1000;

export const behaviour = {
  name: "no-reconnect",
  options: { reconnection: false },

  lost(page, link) {
    if (link.generation === 0) page.later(FIRST_DELAY_MS * (0.5 + page.random()), () => link.socket.connect());
  },
};
