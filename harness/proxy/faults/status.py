"""The fault `status`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, ClassVar

from msgspec import Meta

from harness.proxy.edit.edits import Asked, Edit, Memory
from harness.proxy.faults.editing import EditingFault

_REASONS = {413: "Request Entity Too Large", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out"}
"""Where nginx's words are others than HTTP's (src/http/ngx_http_header_filter_module.c)."""


class Status(EditingFault, frozen=True):
    """Answer with an error in the server's place.

    As a reverse proxy does: 413 for a body it finds too large, 502 for a server that is gone, 503 for one that is
    overloaded, 504 for one that is late. The page is nginx's; the server never sees the request.
    """

    name: ClassVar[str] = "status"

    code: Annotated[int, Meta(ge=400, le=599, description="413, 502, 503, 504 are what proxies say")] = 502

    def edit(self, request: Asked, memory: Memory) -> Edit | None:  # noqa: ARG002 - nothing to remember
        """Answer it."""
        reason = _REASONS.get(self.code) or _phrase(self.code)
        page = _page(f"{self.code} {reason}".strip())
        lines = (
            f"HTTP/1.1 {self.code} {reason}",
            "Server: nginx",
            "Content-Type: text/html",
            f"Content-Length: {len(page)}",
            f"Connection: {'close' if request.head.ends_connection else 'keep-alive'}",
        )
        head = "\r\n".join(lines) + "\r\n\r\n"
        return Edit(did="answered", answer=head.encode() + (b"" if request.head.method == b"HEAD" else page))


def _phrase(code: int) -> str:
    return HTTPStatus(code).phrase if code in set(HTTPStatus) else ""


def _page(title: str) -> bytes:
    """Nginx's error page (src/http/ngx_http_special_response.c, with server_tokens off)."""
    lines = (
        "<html>",
        f"<head><title>{title}</title></head>",
        "<body>",
        f"<center><h1>{title}</h1></center>",
        "<hr><center>nginx</center>",
        "</body>",
        "</html>",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()
