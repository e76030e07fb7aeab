"""Starts the shop: `python run.py [PORT]`."""

import sys

from shop import create_app, socketio

app = create_app()

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    socketio.run(app, host="127.0.0.1", port=port, allow_unsafe_werkzeug=True)
