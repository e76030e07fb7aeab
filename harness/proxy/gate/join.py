"""The page of the wire's own at which devices join where the server's pages are not ours: it makes the cookie.

The token stands in the address's fragment, which no request holds and no log keeps.
"""

from __future__ import annotations

import base64
import hashlib

PATH = "/sidlab-join"

_PAGE = '<!doctype html><html><head><meta charset="utf-8"><title>sidlab</title></head><body><p>…</p>'
_SCRIPT = """
const token = new URLSearchParams(location.hash.slice(1)).get("join") ?? "";
history.replaceState(null, "", location.pathname);
if (/^[\\w-]{1,200}$/.test(token)) {
  document.cookie = `COOKIE=${token}; path=/; SameSite=Strict`;
  location.replace("/");
} else {
  document.querySelector("p").textContent = "Open the join link once more. · 참여 링크를 다시 여세요.";
}
"""


def join_answer(cookie: str) -> bytes:
    """The whole answer, the last on its connection."""
    script = _SCRIPT.replace("COOKIE", cookie)
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    body = f"{_PAGE}<script>{script}</script></body></html>\n".encode()
    head = (
        "HTTP/1.1 200 OK",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        f"Content-Security-Policy: default-src 'none'; script-src 'sha256-{allowed}'; frame-ancestors 'none'",
        "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Connection: close",
    )
    return "\r\n".join((*head, "", "")).encode() + body
