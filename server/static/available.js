// Whether the server can carry Socket.IO at all: where it cannot, that is said in words, and it is asked again now and
// then, instead of for ever and at once.

const SLOW_MS = 10_000;
const PATIENCE_MS = 8000;
const ENOUGH = 3; // so many refusals in a row are no passing outage
const PASSING = new Set([0, 408, 425, 429, 502, 503, 504]); // nobody there, or somebody in between who says so

export const WORDS = {
  link: "This page needs the join link: scan the code again, or ask for the link.",
  unserved: "This server answers, but not as a Socket.IO server (%s). It is asked again every 10 seconds.",
  pagesOnly: "This server serves pages, but refuses the WebSocket. It is asked again every 10 seconds.",
  hanging: "The server has begun to answer, and then nothing came: it may have too few threads for Socket.IO.",
  silent: "The server takes requests, but does not answer them: it may have too few threads for Socket.IO.",
  polling: "Connected without WebSocket: it is refused here.",
};

/** Watch over `socket`: `tell(words, value)` shows a trouble, or takes it away. Gives the way to connect it. */
export function watchOver(socket, tell) {
  const manager = socket.io;
  let refused = 0;
  let waiting = null;
  let pollsOnly = false;

  const expect = (words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => tell(words), PATIENCE_MS);
  };
  const giveUp = (words, value) => {
    clearTimeout(waiting);
    tell(words, value);
    socket.disconnect(); // ends the library's own attempts, until the next connect
    setTimeout(connect, SLOW_MS);
  };
  const connect = () => {
    expect(WORDS.silent);
    socket.connect();
  };

  manager.on("open", () => {
    expect(WORDS.hanging);
    pollsOnly = false;
    manager.engine.on("upgradeError", (error) => {
      pollsOnly = error.message.includes("websocket error"); // not one that the session's own end broke off
      if (pollsOnly && socket.connected) tell(WORDS.polling);
    });
  });
  manager.on("reconnect_attempt", () => expect(WORDS.silent));
  socket.on("connect", () => {
    clearTimeout(waiting);
    refused = 0;
    tell(pollsOnly ? WORDS.polling : "");
  });
  socket.on("disconnect", () => tell(""));
  socket.on("connect_error", async (error) => {
    clearTimeout(waiting);
    const verdict = await judge(error);
    if (verdict.words === WORDS.link) return giveUp(verdict.words);
    refused = verdict.words ? refused + 1 : 0;
    if (refused >= ENOUGH) return giveUp(verdict.words, verdict.value);
    if (!verdict.words) tell("");
  });
  if (socket.active) expect(WORDS.silent);
  return connect;
}

/** What a failed connect says of the server: words, or none where it is an outage that passes. */
async function judge(error) {
  const status = error.description;
  if (status === 403) return { words: WORDS.link };
  if (typeof status === "number") return PASSING.has(status) ? {} : { words: WORDS.unserved, value: String(status) };
  if (error.message !== "websocket error") return {};
  try {
    const page = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    return page.ok ? { words: WORDS.pagesOnly } : {};
  } catch {
    return {};
  }
}
