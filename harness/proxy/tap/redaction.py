r"""What a record of the wire may tell: how connections are made is kept, what people and their secrets say is not.

Kept of headers: the values of an allow-list that says how a connection is made; the names and attributes of
cookies; the scheme of an authorization. Kept of a target: the path and Engine.IO's own query values. Kept of a
payload: packet types, namespaces, ack ids, event names, object keys, numbers, booleans and nulls (the last three
not in a client's CONNECT, whose payload is credentials), and what makes a session: sids, as the server hands them
out, and the names of transports. All else becomes `~` and 10 hexadecimal digits of a keyed hash:
equal values stay equal within a run, and nobody without the run's key can try guesses.

Packets: engine.io-protocol, "Packet encoding" (\x1e between them; protocol 3: `<UTF-16 units>:<packet>`), and
socket.io-protocol, "Packet encoding".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from harness.proxy.tap.redacted_json import VALUES, JsonRedactor, Rule, is_json
from harness.redact import KEPT_QUERY, redacted

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
_NAME = re.compile(r'\["[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_PLAIN_TARGET = re.compile(r"/[^?#@]*(?:\?(?:(?:EIO|transport|sid|t|j|b64|sidlab)=[^&#@?]*(?:&(?!$)|$))+)?")
_OPEN = Rule(keys=frozenset({"sid"}), words=frozenset({"polling", "websocket", "webtransport"}))
_JOINED = Rule(keys=frozenset({"sid"}))
_AUTH = Rule(plain=False)
_SAID_OF_POSTS = frozenset({"ok", "OK"})
MOST_KEY_BYTES = 64
"""The longest key that keyed BLAKE2b takes."""
CHARS = 2048
"""What is told of a target at most."""
NAME_CHARS = 32
MARK = "…"
"""Stands at the end of what was cut."""


def is_told_as_it_is(target: str) -> bool:
    """Whether nothing of a request's target is to be hashed or left out."""
    return len(target) <= CHARS and _PLAIN_TARGET.fullmatch(target) is not None


class Redactor:
    """Redacts the headers, targets and payloads of one run; `key` is the run's secret."""

    def __init__(self, key: bytes) -> None:
        self._keyed = blake2b(key=key, digest_size=5)
        self._hash_of_name = lru_cache(4096)(self._digest)
        self._json = JsonRedactor(self._hash)
        self.payload = lru_cache(1024)(self._payload)
        self.event = lru_cache(1024)(self._event)
        self._other = lru_cache(1024)(self._packet)

    def headers(self, pairs: Sequence[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
        """The block with its names as they crossed and its values redacted, in order."""
        texts = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)
        return tuple((name, self._value(name.lower(), value)) for name, value in texts)

    def target(self, raw: bytes) -> str:
        """A request's target: path kept, query values kept only for `KEPT_QUERY`, userinfo and fragment hashed."""
        whole = raw.decode("latin-1")
        if is_told_as_it_is(whole):
            return whole
        text, mark, fragment = whole.partition("#")
        place, question, query = text.partition("?")
        place = _USERINFO.sub(self._who, place, count=1)
        pairs = "&".join(self._pair(pair, kept=KEPT_QUERY) for pair in query.split("&"))
        told = place + question + pairs + mark + self._hash(fragment)
        return told if len(told) <= CHARS else told[: CHARS - 1] + MARK

    def reason(self, payload: bytes) -> str:
        """What a WebSocket's close frame says (RFC 6455, 5.5.1): its code, and a hash of its words."""
        words = self._hash(payload[2:].decode("utf-8", "replace"))
        return f"{int.from_bytes(payload[:2], 'big')} {words}".rstrip() if len(payload) > 1 else ""

    def refusal(self, text: str) -> str:
        """The page with which a request was refused: as it came, but for what bears the marks of a secret."""
        return redacted(text)

    def _payload(self, text: str, whole: bool = True, down: bool = False) -> str:
        """An Engine.IO payload of either protocol.

        `whole` is false where the text was cut at its end; `down`: the server said it, so a `sid` in it is one.
        """
        if text in _SAID_OF_POSTS:
            return text
        if _LENGTH.match(text):
            return self._prefixed(text, whole, down)
        *closed, last = text.split("\x1e")
        return "\x1e".join(
            [*(self.packet(packet, True, down) for packet in closed), self.packet(last, whole, down)]
        )

    def _hash(self, text: str) -> str:
        """The hash that stands for a text; what is as short as a name is said again and again."""
        return self._hash_of_name(text) if len(text) <= NAME_CHARS else self._digest(text)

    def _digest(self, text: str) -> str:
        if not text:
            return ""
        keyed = self._keyed.copy()
        keyed.update(text.encode("utf-8", "surrogatepass"))
        return "~" + keyed.hexdigest()

    def _value(self, name: str, value: str) -> str:
        if name in KEPT_HEADERS or _KEPT_FAMILIES.match(name):
            return _USERINFO.sub(self._who, value, count=1) if "@" in value else value
        if name in {"cookie", "set-cookie"}:
            first, *rest = (part.strip() for part in value.split(";"))
            each = self._attribute if name == "set-cookie" else self._pair
            return "; ".join([self._pair(first), *map(each, rest)])
        scheme = _SCHEME.match(value) if name in {"authorization", "proxy-authorization"} else None
        return f"{scheme[1]} {self._hash(value[scheme.end() :])}" if scheme else self._hash(value)

    def _who(self, found: re.Match[str]) -> str:
        """What stands before the @ of an address, hashed."""
        return f"{found[1] or ''}{self._hash(found[2])}@"

    def _pair(self, pair: str, kept: frozenset[str] = frozenset()) -> str:
        name, equals, value = pair.partition("=")
        if not equals:
            return self._hash(pair)
        return pair if name in kept else f"{name}={self._hash(value)}"

    def _attribute(self, text: str) -> str:
        return text if text.partition("=")[0].lower() in _ATTRIBUTES else self._pair(text)

    def _prefixed(self, text: str, whole: bool, down: bool) -> str:
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
            out.append(length[0] + self.packet(packet, whole or at <= len(units), down))
        return "".join(out)

    def _packet(self, packet: str, whole: bool = True, down: bool = False) -> str:
        """One Engine.IO packet, as a WebSocket's text message is."""
        kind, data = packet[:1], packet[1:]
        if kind == "4":
            return self._message(packet, down)
        if kind == "b":
            size = len(data) * 3 // 4 - data[-2:].count("=")
            return f"b[{max(size, 0)}{'' if whole else '+'}]"
        if kind == "0" and data.startswith("{"):
            return "0" + self._json.redact(data, rule=_OPEN if down else VALUES)
        if kind and kind in "12356" and data in {"", "probe"}:
            return packet
        return self._hash(packet)

    def packet(self, packet: str, whole: bool = True, down: bool = False) -> str:
        """One Engine.IO packet, as a WebSocket's text message is; arguments as `payload` has them.

        An event is said by one and heard by many, the same either way: it is found once.
        """
        if whole and packet.startswith('42["'):
            told = self.event(packet)
            if told:
                return told
        return self._other(packet, whole, down)

    def _event(self, packet: str) -> str:
        """An event in `/` that wants no ack, as most are; nothing when it is another packet, or cut."""
        if not packet.startswith('42["') or not is_json(packet[2:]):
            return ""
        end = packet.find('"', 4) + 1
        if packet.find("\\", 4, end) >= 0 and (name := _NAME.match(packet, 2)):
            end = name.end()
        return packet[:end] + self._json.redact_valid(packet[end:])

    def _message(self, packet: str, down: bool) -> str:
        parts = _SOCKETIO.fullmatch(packet)
        if not parts:
            return "4" + self._hash(packet[1:])
        head, namespace, query, comma, ack, body = parts.groups(default="")
        if (body and body[0] not in '[{"') or (ack and not body):
            return "4" + self._hash(packet[1:])
        name = _NAME.match(body) if head[1] in "25" else None
        called = name[0] if name else ""
        rule = VALUES
        if head[1] == "0":
            rule = _JOINED if down else _AUTH
        rest = body[len(called) :]
        if rule is VALUES and is_json(body):
            said = self._json.redact_valid(rest)
        else:
            said = self._json.redact(rest, inside="[" if called else "", rule=rule)
        return f"{head}{namespace}{self._hash(query)}{comma}{ack}{called}{said}"
