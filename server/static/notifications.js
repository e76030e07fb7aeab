// The notices page: the live feed, newest first, and a form to post one to everybody.

import { arrive, ask, lastRead, nickname, read, socket } from "./link.js";
import { clock, make, problem } from "./words.js";

const SHOWN = 200;
const find = (id) => document.getElementById(id);
const before = lastRead();
const known = new Set();

function show(notice) {
  if (known.has(notice.id)) return;
  known.add(notice.id);
  const item = make("li", "", notice.at > before ? "new" : "");
  const by = make("div", "", "by");
  by.append(clock(notice.at));
  item.append(by, make("p", notice.text, "said"));
  find("feed").prepend(item);
  while (find("feed").children.length > SHOWN) find("feed").lastElementChild.remove();
  find("none").hidden = true;
  read(notice.at);
}

find("post").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await ask("notify", { text: find("notice").value });
  problem("post-problem", answer.ok ? "" : answer.why);
  if (answer.ok) find("notice").value = "";
});

arrive(nickname());
socket.on("notification", show);
socket.on("connect", async () => {
  const answer = await ask("notices", {});
  if (answer.ok) answer.notices.forEach(show);
});
