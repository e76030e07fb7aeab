// The page's words: English is the key, Korean by the browser's language. Text only ever reaches textContent.

const KOREAN = {
  "Office chat": "사무실 채팅",
  "Skip to content": "본문으로 건너뛰기",
  "Chat": "채팅",
  "Notices": "알림",
  "Connecting…": "연결 중…",
  "Connected": "연결됨",
  "Reconnecting…": "다시 연결하는 중…",
  "Not connected yet": "아직 연결되지 않음",
  "This page needs the join link: scan the code again, or ask for the link.":
    "참여 링크가 있어야 합니다. 코드를 다시 스캔하거나 링크를 받으세요.",
  "This server answers, but not as a Socket.IO server (%s). It is asked again every 10 seconds.":
    "서버가 응답하지만 Socket.IO를 제공하지 않습니다(%s). 10초마다 다시 확인합니다.",
  "This server serves pages, but refuses the WebSocket. It is asked again every 10 seconds.":
    "서버가 페이지는 제공하지만 WebSocket을 거부합니다. 10초마다 다시 확인합니다.",
  "The server has begun to answer, and then nothing came: it may have too few threads for Socket.IO.":
    "서버가 응답을 시작한 뒤 아무것도 보내지 않습니다. Socket.IO를 처리할 스레드가 부족할 수 있습니다.",
  "The server takes requests, but does not answer them: it may have too few threads for Socket.IO.":
    "서버가 요청을 받고도 응답하지 않습니다. Socket.IO를 처리할 스레드가 부족할 수 있습니다.",
  "Connected without WebSocket: it is refused here.": "WebSocket 없이 연결되었습니다. 이 서버에서는 WebSocket이 거부됩니다.",
  "Join the conversation": "대화에 참여하기",
  "Nickname": "닉네임",
  "Room": "대화방",
  "Rooms": "대화방",
  "Join": "참여",
  "Another room": "다른 대화방",
  "Leave": "나가기",
  "Message": "메시지",
  "Write a message": "메시지를 입력하세요",
  "Send": "보내기",
  "Here now": "참여 중",
  "Not sent.": "보내지 못했습니다.",
  "Send again": "다시 보내기",
  "%s is typing…": "%s 님이 입력 중…",
  "%s are typing…": "%s 님이 입력 중…",
  "you": "나",
  "Post a notice to everyone": "모두에게 알림 보내기",
  "Post": "올리기",
  "No notices yet.": "아직 알림이 없습니다.",
  "%s unread": "읽지 않음 %s",
  "The server did not answer. Try again.": "서버가 응답하지 않았습니다. 다시 시도하세요.",
  "a nick has 1 to 40 characters": "닉네임은 1자에서 40자까지입니다",
  "a room has 1 to 60 characters": "대화방 이름은 1자에서 60자까지입니다",
  "a text has 1 to 2000 characters": "글은 1자에서 2000자까지입니다",
  "a nick cannot hold control characters": "닉네임에 제어 문자를 쓸 수 없습니다",
  "a room cannot hold control characters": "대화방 이름에 제어 문자를 쓸 수 없습니다",
  "at most 20 rooms at a time": "대화방은 한 번에 20개까지 참여할 수 있습니다",
  "there are too many rooms already": "대화방이 너무 많습니다",
  "you are not in this room": "이 대화방에 참여하고 있지 않습니다",
};

export const language = navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en";

/** The words for `key` in the reader's language, `%s` replaced by `value`. */
export function t(key, value = "") {
  const words = language === "ko" && Object.hasOwn(KOREAN, key) ? KOREAN[key] : key;
  return words.replace("%s", () => value);
}

/** Put the page into the reader's language. */
export function translate() {
  document.documentElement.lang = language;
  document.title = t("Office chat");
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  }
  for (const element of document.querySelectorAll("[data-t-placeholder]")) {
    element.placeholder = t(element.dataset.tPlaceholder);
  }
}

/** An element with text: `make("b", "Kim", "name")`. */
export function make(tag, text = "", className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
}

/** A time element: the clock today, the day as well before. */
export function clock(at) {
  const when = new Date(at);
  const today = when.toDateString() === new Date().toDateString();
  const format = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  const element = make("time", new Intl.DateTimeFormat(language, format).format(when));
  element.dateTime = at;
  return element;
}

/** Show a problem's words below a form, or take them away. */
export function problem(id, why = "") {
  const element = document.getElementById(id);
  element.textContent = t(why);
  element.hidden = !why;
}
