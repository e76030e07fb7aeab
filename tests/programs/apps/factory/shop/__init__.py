"""A Flask-SocketIO application made by a factory, with a blueprint and a namespace, as people write them."""

from flask import Flask
from flask_socketio import SocketIO

socketio = SocketIO(async_mode="threading")


def create_app() -> Flask:
    """The application."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "change me"
    from shop.events import Stock
    from shop.routes import pages

    app.register_blueprint(pages)
    socketio.init_app(app)
    socketio.on_namespace(Stock("/stock"))
    return app
