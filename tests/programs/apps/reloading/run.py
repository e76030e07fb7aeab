"""A Flask-SocketIO application in one file, with the reloader on, as people have it while they develop.

`python run.py [PORT]`
"""

import sys
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, emit, join_room

app = Flask(__name__)
app.config["SECRET_KEY"] = "change me"
socketio = SocketIO(app, async_mode="threading")


@app.route("/")
def index() -> str:
    """The page."""
    return "<h1>Board</h1>"


@socketio.on("connect")
def on_connect() -> None:
    """Somebody has come."""
    join_room("board")
    emit("hello", {"you": request.sid})  # type: ignore[attr-defined]  # Flask-SocketIO adds it


@socketio.on("stroke")
def on_stroke(stroke: dict[str, Any]) -> None:
    """Somebody has drawn a stroke."""
    emit("stroke", stroke, to="board", include_self=False)


if __name__ == "__main__":
    socketio.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]) if len(sys.argv) > 1 else 5000,
        use_reloader=True,
        allow_unsafe_werkzeug=True,
    )
