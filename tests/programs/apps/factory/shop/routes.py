"""The pages."""

from flask import Blueprint

pages = Blueprint("pages", __name__)


@pages.get("/")
def index() -> str:
    """The first page."""
    return "<h1>The shop</h1>"
