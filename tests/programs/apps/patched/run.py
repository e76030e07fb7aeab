"""A Flask-SocketIO application on gevent with its monkey patches, at a path of its own: `python run.py [PORT]`."""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402 - the patches come first, as gevent asks for
import time  # noqa: E402
from typing import Any  # noqa: E402

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, emit  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, path="/realtime", cors_allowed_origins="*")


def tick() -> None:
    """Tell everyone the time, again and again."""
    while True:
        time.sleep(0.5)
        socketio.emit("tick", {"at": time.time()})


@socketio.on("ask")
def on_ask(question: str) -> dict[str, Any]:
    """Somebody asks something."""
    time.sleep(0.01)  # patched: others go on meanwhile
    emit("asked", question, broadcast=True)
    return {"answer": question[::-1]}


if __name__ == "__main__":
    socketio.start_background_task(tick)
    socketio.run(app, host="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
