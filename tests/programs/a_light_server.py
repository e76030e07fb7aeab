"""A server that starts at once: handshakes over polling, and our server's own witness. It keeps no sessions.

`a_light_server.py HOST PORT [WORKERS]`: with workers it is a master that serves nothing; it forks another worker
for each that ends, unless WORKERS bears a `!`.
"""

import http.server
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from server.liveness import watch
from server.orders import share_what_is_bound
from server.witness import Witness, witness_from

OPEN = '0{"sid":"%s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'


class Handler(http.server.BaseHTTPRequestHandler):
    """Gives sids out, and is content with everything."""

    witness: Witness

    def do_GET(self) -> None:
        self.say(OPEN % f"{self.witness.epoch}-{os.urandom(4).hex()}")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.say("ok")

    def say(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


def serve(server: http.server.HTTPServer) -> None:
    watch()
    Handler.witness.hello()
    server.serve_forever()


def fork(server: http.server.HTTPServer) -> None:
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        serve(server)


def main(host: str, port: str, *more: str) -> None:
    """Serve until this process is ended."""
    if "--share-port" in more:
        share_what_is_bound()
    server = http.server.ThreadingHTTPServer((host, int(port)), Handler)
    witness = witness_from(os.environ, "light", {})
    if witness:
        Handler.witness = witness
    workers = more[0] if more and more[0][:1].isdigit() else "0"
    for _ in range(int(workers.rstrip("!"))):
        fork(server)
    if workers == "0":
        serve(server)
    while True:
        os.wait()
        if workers[-1] != "!":
            fork(server)
        else:
            signal.pause()


main(*sys.argv[1:])
