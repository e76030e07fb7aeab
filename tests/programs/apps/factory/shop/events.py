"""What pages are told of the stock, each in a namespace of its own."""

from typing import Any

from flask_socketio import Namespace, emit

PRICES = {"apple": 3, "pear": 4}


class Stock(Namespace):
    """The namespace `/stock`."""

    def on_connect(self, _auth: Any = None) -> None:
        """A page has come: it is told the prices."""
        emit("prices", PRICES)

    def on_order(self, order: dict[str, Any]) -> dict[str, Any]:
        """Somebody orders: everyone learns of it."""
        emit("ordered", order, broadcast=True)
        return {"ok": order.get("item") in PRICES}
