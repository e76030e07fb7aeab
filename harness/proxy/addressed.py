"""The server is told that it was asked for by its own name, though its clients asked for the wire."""

from __future__ import annotations

from dataclasses import dataclass

from harness.proxy.edit.head import Head


@dataclass(frozen=True, slots=True)
class Addressed:
    """Gives each request the server's Host, as virtual hosts need it.

    A page's Origin that is the wire's own becomes the server's own, since servers compare the two (python-engineio
    does: `cors_allowed_origins` is by default the scheme and Host of the request itself). Any other Origin stays:
    what is another site to the wire is another site to the server. Cookies stay too: one with `Domain`, or with
    `Secure` where the browser does not take the wire's address for a safe one, is not kept by a browser.
    """

    scheme: bytes
    host: bytes

    def __call__(self, head: Head) -> Head:
        """The head as the server is to have it; one without Host stays as it is."""
        asked = head.values(b"host")
        if len(asked) != 1 or asked[0] == self.host:
            return head
        page = [origin.lower() for origin in head.values(b"origin")]
        if page == [b"http://" + asked[0].lower()]:
            head = head.having(b"origin", self.scheme + b"://" + self.host)
        return head.having(b"host", self.host)


def as_it_is(head: Head) -> Head:
    """Leaves a head alone."""
    return head
