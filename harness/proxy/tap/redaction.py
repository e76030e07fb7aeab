r"""What a record of the wire may tell: how connections are made is kept, what people and their secrets say is not.

Kept of headers: the values of an allow-list that says how a connection is made; the names and attributes of
cookies; the scheme of an authorization. Kept of a target: the path and Engine.IO's own query values. Kept of a
payload: packet types, namespaces, ack ids, event names, object keys, numbers, booleans and nulls (the last three
not in a CONNECT, whose payload is credentials). All else becomes `~` and 10 hexadecimal digits of a keyed hash:
equal values stay equal within a run, and nobody without the run's key can try guesses.

Packets: engine.io-protocol, "Packet encoding" (\x1e between them; protocol 3: `<UTF-16 units>:<packet>`), and
socket.io-protocol, "Packet encoding".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

KEPT_QUERY = frozenset({"EIO", "transport", "sid", "t", "j", "b64", "sidlab"})
KEPT_HEADERS = frozenset(
    [
        "host",
        "user-agent",
        "connection",
        "upgrade",
        "origin",
        "content-type",
        "content-length",
        "content-encoding",
        "transfer-encoding",
        "sec-websocket-version",
        "sec-websocket-extensions",
        "sec-websocket-protocol",
        "server",
        "date",
        "cache-control",
        "vary",
        "keep-alive",
        "allow",
        "retry-after",
        "te",
        "trailer",
        "expect",
        "age",
        "pragma",
    ]
)
_KEPT_FAMILIES = re.compile(r"accept(-|$)|access-control-")
_ATTRIBUTES = frozenset(
    ["path", "domain", "expires", "max-age", "secure", "httponly", "samesite", "partitioned", "priority"]
)
_SCHEME = re.compile(r"([A-Za-z-]{1,20}) +(?=\S)")
_USERINFO = re.compile(r"^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?([^/?#]*)@")
_LENGTH = re.compile(r"([0-9]{1,9}):")
_SOCKETIO = re.compile(
    r"(4[0-6](?:[0-9]{1,4}-)?)(?:(/[A-Za-z0-9_./-]*)(\?[^,]*)?(,|$))?([0-9]{0,10})(.*)", re.DOTALL
)
_NAME = re.compile(r'\["(?:[^"\\]|\\.)*+"', re.DOTALL)
_JSON = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*:)?|"(.*)|([^\[\]{},:\s"]+)', re.DOTALL)
_BARE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")


class Redactor:
    """Redacts the headers, targets and payloads of one run; `key` is the run's secret, of 64 bytes at most."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._hash = lru_cache(4096)(self._digest)
        self._block = lru_cache(512)(self._headers)

    def headers(self, pairs: Sequence[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
        """The block with its names as they crossed and its values redacted, in order."""
        return self._block(tuple(pairs))

    def target(self, raw: bytes) -> str:
        """A request's target: path kept, query values kept only for `KEPT_QUERY`, userinfo and fragment hashed."""
        text, mark, fragment = raw.decode("latin-1").partition("#")
        place, question, query = text.partition("?")
        place = _USERINFO.sub(lambda m: f"{m[1] or ''}{self._hash(m[2])}@", place, count=1)
        pairs = "&".join(self._pair(pair, kept=KEPT_QUERY) for pair in query.split("&"))
        return place + question + pairs + mark + self._hash(fragment)

    def payload(self, text: str, whole: bool) -> str:
        """An Engine.IO payload of either protocol; `whole` is false where the text was cut at its end."""
        if _LENGTH.match(text):
            return self._prefixed(text, whole)
        *closed, last = text.split("\x1e")
        return "\x1e".join([*(self._packet(packet) for packet in closed), self._packet(last, whole)])

    def _digest(self, text: str) -> str:
        if not text:
            return ""
        data = text.encode("utf-8", "surrogatepass")
        return "~" + blake2b(data, key=self._key, digest_size=5).hexdigest()

    def _headers(self, pairs: tuple[tuple[bytes, bytes], ...]) -> tuple[tuple[str, str], ...]:
        texts = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)
        return tuple((name, self._value(name.lower(), value)) for name, value in texts)

    def _value(self, name: str, value: str) -> str:
        if name in KEPT_HEADERS or _KEPT_FAMILIES.match(name):
            return value
        if name in {"cookie", "set-cookie"}:
            first, *rest = (part.strip() for part in value.split(";"))
            each = self._attribute if name == "set-cookie" else self._pair
            return "; ".join([self._pair(first), *map(each, rest)])
        scheme = _SCHEME.match(value) if name in {"authorization", "proxy-authorization"} else None
        return f"{scheme[1]} {self._hash(value[scheme.end() :])}" if scheme else self._hash(value)

    def _pair(self, pair: str, kept: frozenset[str] = frozenset()) -> str:
        name, equals, value = pair.partition("=")
        if not equals:
            return self._hash(pair)
        return pair if name in kept else f"{name}={self._hash(value)}"

    def _attribute(self, text: str) -> str:
        return text if text.partition("=")[0].lower() in _ATTRIBUTES else self._pair(text)

    def _prefixed(self, text: str, whole: bool) -> str:
        units, at, out = text.encode("utf-16-le", "surrogatepass"), 0, []
        while at < len(units):
            rest = units[at : at + 20].decode("utf-16-le", "replace")
            if not (length := _LENGTH.match(rest)):
                out.append(self._hash(units[at:].decode("utf-16-le", "surrogatepass")))
                break
            start = at + 2 * length.end()
            at = start + 2 * int(length[1])
            packet = units[start:at].decode("utf-16-le", "surrogatepass")
            if packet.startswith("b4"):
                packet = "b" + packet[2:]
            out.append(length[0] + self._packet(packet, whole or at <= len(units)))
        return "".join(out)

    def _packet(self, packet: str, whole: bool = True) -> str:
        kind, data = packet[:1], packet[1:]
        if kind == "b":
            size = len(data) * 3 // 4 - data[-2:].count("=")
            return f"b[{max(size, 0)}{'' if whole else '+'}]"
        if kind == "4":
            return self._message(packet)
        if kind == "0" and data.startswith("{"):
            return "0" + self._json(data, values=True)
        if kind and kind in "12356" and data in {"", "probe"}:
            return packet
        return self._hash(packet)

    def _message(self, packet: str) -> str:
        parts = _SOCKETIO.fullmatch(packet)
        if not parts:
            return "4" + self._hash(packet[1:])
        head, namespace, query, comma, ack, body = parts.groups(default="")
        if (body and body[0] not in '[{"') or (ack and not body):
            return "4" + self._hash(packet[1:])
        name = _NAME.match(body) if head[1] in "25" else None
        called = name[0] if name else ""
        said = self._json(body[len(called) :], values=head[1] != "0")
        return f"{head}{namespace}{self._hash(query)}{comma}{ack}{called}{said}"

    def _json(self, text: str, *, values: bool) -> str:
        def token(found: re.Match[str]) -> str:
            string, colon, cut, bare = found.groups()
            if bare is not None:
                return bare if values and _BARE.fullmatch(bare) else self._hash(bare)
            if cut is not None:
                return f'"{self._hash(cut)}'
            return found[0] if colon else f'"{self._hash(string)}"'

        return _JSON.sub(token, text)
