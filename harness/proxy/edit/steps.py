"""What an editor asks of the wire: a step is about the direction whose bytes it was given, unless it says so."""

from __future__ import annotations

from dataclasses import dataclass

from harness.events import CloseHow


@dataclass(frozen=True, slots=True)
class Hear:
    """The tap is to read these bytes now, as their sender sent them."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Go:
    """These bytes, which came in this direction, go on."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Drop:
    """So many bytes that came in this direction go no further."""

    count: int


@dataclass(frozen=True, slots=True)
class Add:
    """Bytes of the wire's own go on in this direction."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """The wire's own answer goes to the client, to the oldest request without one."""

    data: bytes
    fault: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """These bytes go to the server on a connection of the wire's own."""

    data: bytes
    fault: str


@dataclass(frozen=True, slots=True)
class End:
    """The client's leg ends, once it has what went on before; nothing more goes to it."""

    how: CloseHow
    fault: str


Deed = Go | Drop | Add | Answer | Repeat | End
Step = Hear | Deed
