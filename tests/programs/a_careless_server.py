"""A server that tells its log everything it is told, secrets among it: `a_careless_server.py PORT …`.

It speaks as much Engine.IO over polling as a handshake, a poll and a POST need.
"""

import http.server
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from canaries import canary

OPEN = '0{"sid":"careless-sid","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'
SAID = ("password", "token", "secret", "apiKey", "sessionKey")
COOKIES = ("session=%s; Path=/; HttpOnly", "remember_token=%s", "a=%s; Domain=127.0.0.1", "%s", "jwt=%s; Secure")


def log(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


class Handler(http.server.BaseHTTPRequestHandler):
    """Logs what it is asked, whole."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.tell()
        if "transport=nonsense" in self.path:
            self.say(400, json.dumps({"error": "no", "apiKey": canary("json", 19)}), "application/json")
        elif self.path.startswith("/socket.io/"):
            self.say(200, self.polled(), "text/plain")
        elif self.path.startswith("/away"):
            self.say(302, "", "text/plain", Location=f"http://kim:{canary('userinfo', 8)}@127.0.0.1/")
        else:
            self.say(200, f"<a href='http://kim:{canary('userinfo', 9)}@127.0.0.1:1/'>x</a>", "text/html")

    def polled(self) -> str:
        if "sid=" not in self.path:
            return OPEN
        said = [json.dumps(["account", {key: canary("json", 14 + n)}]) for n, key in enumerate(SAID)]
        return "\x1e".join(['40{"sid":"careless-socket"}', *(f"42{one}" for one in said)])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.tell()
        if self.headers["Content-Type"] == "application/json":
            log(f"body {body} or {json.loads(body)!r}")
        self.say(200, "ok", "text/plain")

    def do_CONNECT(self) -> None:
        self.do_GET()

    def tell(self) -> None:
        log(f"asked {self.requestline}\nby {dict(self.headers)!r}\n{self.headers}")

    def say(self, status: int, text: str, kind: str, **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name, value)
        for number in range(10):
            cookie = COOKIES[number % len(COOKIES)] % canary("set-cookie", number)
            self.send_header("Set-Cookie", cookie)
            log(f"Set-Cookie: {cookie}")
        self.end_headers()
        self.wfile.write(text.encode())


log(f"started as {' '.join(sys.argv)}")
for name in ("DB_PASSWORD", "API_TOKEN", "SECRET_KEY", "DATABASE_URL"):
    log(f"{name}={os.environ[name]}")
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
