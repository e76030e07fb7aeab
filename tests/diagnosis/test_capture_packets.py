"""Packet captures: what packets tell as tshark takes them apart, and what is refused."""

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.diagnosis.capture import packets, tshark
from harness.diagnosis.capture.captured import Captured, NotACaptureError
from harness.diagnosis.capture.doubting import ONLY_A_WORKER
from harness.diagnosis.capture.kinds import capture_of
from harness.diagnosis.capture.packets import captured_packets
from harness.diagnosis.capture.tshark import NoTsharkError, Packet
from harness.diagnosis.capture.verdicts import Concluded, concluded
from harness.events import AnyEvent, WireClosed, WireLegClosed, WireOpened, WireSidIssued, WireUnanswered
from main import main

MAGIC = b"\xd4\xc3\xb2\xa1"
OPENING = '0{"sid":"s1","pingInterval":25000,"pingTimeout":20000}'
WERKZEUG = ["Server: Werkzeug/3.1.9\r\n"]


class Captures:
    """Packets in the making, as tshark says them: to and from port 80, one connection for each client port."""

    def __init__(self) -> None:
        self.packets: list[Packet] = []

    def add(self, at: float, port: int, *, up: bool = True, **more: str | list[str]) -> "Captures":
        ends = [str(port), "80"] if up else ["80", str(port)]
        fields = {"frame_number": str(len(self.packets) + 1), "frame_time_epoch": f"{1_795_000_000 + at:.6f}"}
        fields |= {"tcp_stream": str(port), "tcp_srcport": ends[0], "tcp_dstport": ends[1]}
        layers = {key: [value] if isinstance(value, str) else value for key, value in (fields | more).items()}
        self.packets.append(Packet(layers))
        return self

    def syn(self, at: float, port: int) -> "Captures":
        self.add(at, port, tcp_flags_syn="1", tcp_flags_ack="0")
        return self

    def ask(self, at: float, port: int, sid: str = "", method: str = "GET", body: str = "") -> "Captures":
        uri = f"/socket.io/?EIO=4&transport=polling{f'&sid={sid}' if sid else ''}"
        return self.add(
            at,
            port,
            http_request_method=method,
            http_request_uri=uri,
            http_request_line=["Origin: http://x\r\n", "Cookie: a=b\r\n"],
            http_file_data=body,
        )

    def answer(
        self, at: float, port: int, status: int, body: str = "", server: list[str] | None = None
    ) -> "Captures":
        lines, data = server or [], body.encode().hex()
        code = str(status)
        return self.add(at, port, up=False, http_response_code=code, http_response_line=lines, http_file_data=data)

    def fin(self, at: float, port: int, *, up: bool) -> "Captures":
        return self.add(at, port, up=up, tcp_flags_fin="True")

    def rst(self, at: float, port: int, *, up: bool) -> "Captures":
        return self.add(at, port, up=up, tcp_flags_reset="1")

    def read(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> Captured:
        file.write_bytes(MAGIC)
        monkeypatch.setattr(packets, "packets_of", lambda _file: iter(self.packets))
        return captured_packets(file)


Read = Callable[[Captures], Concluded]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    return lambda made: concluded(made.read(monkeypatch, tmp_path / "x.pcap"))


def restarted(server: list[str]) -> Captures:
    made = Captures().syn(0, 1).ask(0, 1).answer(0.1, 1, 200, OPENING, server)
    made.ask(1, 1, "s1").answer(1.5, 1, 200, "2", server)
    made.ask(2, 1, "s1").fin(3, 1, up=False).fin(3.1, 1, up=True)
    made.syn(3.2, 2).ask(3.2, 2, "s1", "POST", b"1".hex())
    return made.answer(5, 2, 400, '"Invalid session s1"', server)


def test_a_restart_is_told_as_from_a_browser(read: Read) -> None:
    found: Concluded = read(restarted(WERKZEUG))
    assert found.diagnosis.kept == ("restart-stale-sid",)
    assert found.diagnosis.verdicts[0].because == (5, 11)  # the packets' numbers
    other: Concluded = read(restarted([]))
    assert other.diagnosis.kept == ()
    assert next(one.why for one in other.still_open if one.hypothesis == "restart-stale-sid") == ONLY_A_WORKER


def test_what_packets_say_is_told_as_a_wire_would_have(read: Read) -> None:
    found: Concluded = read(restarted(WERKZEUG))
    events: list[AnyEvent] = [one.event for one in found.captured.records]
    assert [one.client_port for one in events if isinstance(one, WireOpened)] == [1, 2]
    assert [one.sid for one in events if isinstance(one, WireSidIssued)] == ["s1"]
    assert [(one.leg, one.how) for one in events if isinstance(one, WireLegClosed)] == [
        ("server", "fin"),
        ("client", "fin"),
    ]
    assert [one.sid for one in events if isinstance(one, WireUnanswered)] == ["s1"]
    assert len([one for one in events if isinstance(one, WireClosed)]) == 1


def test_a_reset_is_of_the_side_that_it_came_from(read: Read) -> None:
    made = Captures().ask(0, 1).answer(0.1, 1, 200, OPENING).ask(1, 1, "s1").rst(2, 1, up=True)
    found: Concluded = read(made.ask(3, 1, "s1"))  # what follows a reset is passed over
    ends = [one.event for one in found.captured.records if isinstance(one.event, WireLegClosed)]
    assert [(one.leg, one.how) for one in ends] == [("client", "rst")]
    assert found.diagnosis.kept == ()


def test_a_race_on_a_kept_connection_is_seen_unless_a_process_ended(read: Read) -> None:
    def race() -> Captures:
        made = Captures().syn(0, 1).ask(0, 1).answer(0.1, 1, 200, OPENING)
        return (
            made.ask(5, 1, "s1", "POST").rst(5.001, 1, up=False).syn(6, 2).ask(6, 2, "s1").answer(6.1, 2, 200, "2")
        )

    found: Concluded = read(race())
    assert found.diagnosis.kept == ("keep-alive-race",)
    refused: Concluded = read(race().syn(7, 3).rst(7.01, 3, up=False))
    assert refused.diagnosis.kept == ()
    both = race().syn(0, 4).ask(1, 4).answer(1.1, 4, 200, OPENING).ask(4, 4, "s1").rst(5.1, 4, up=False)
    assert read(both).diagnosis.kept == ()


def test_a_capture_that_begins_with_an_answer_knows_the_server(read: Read) -> None:
    made = (
        Captures().answer(0, 1, 200).ask(1, 1, "s1").answer(1, 1, 100).answer(2, 1, 200, "2").fin(3, 1, up=False)
    )
    found: Concluded = read(made)
    assert [one.event.leg for one in found.captured.records if isinstance(one.event, WireLegClosed)] == ["server"]


def test_older_releases_write_bodies_as_text(read: Read) -> None:
    made = (
        Captures()
        .ask(0, 1)
        .add(0.1, 1, up=False, http_response_code="400", http_file_data='"Not an accepted origin."')
    )
    assert read(made).diagnosis.kept == ("origin-refused",)


def test_packets_that_are_none_are_passed_over(read: Read) -> None:
    made = Captures().add(0, 1, frame_number="x").add(0, 1, frame_time_epoch="now")
    found: Concluded = read(made.ask(0, 1).add(1, 1, up=False, http_response_code="many").rst(2, 1, up=True))
    assert found.diagnosis.kept == ()


def test_pages_that_are_cut_are_no_exchange(read: Read) -> None:
    made = Captures().ask(0, 1).answer(0.1, 1, 200, OPENING)
    made.add(1, 1, http_request_method="GET", http_request_uri="/logo.png").rst(2, 1, up=False)
    assert read(made).diagnosis.kept == ()


def test_what_holds_no_engineio_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Captures().syn(0, 1).add(0, 1, http_request_method="GET", http_request_uri="/").answer(1, 1, 200)
    with pytest.raises(NotACaptureError, match="over plain HTTP"):
        made.read(monkeypatch, tmp_path / "x.pcap")
    assert main(["diagnose", str(tmp_path / "x.pcap")]) == 2
    assert "encrypted" in capsys.readouterr().err
    monkeypatch.setattr(packets, "BYTES", 1)
    with pytest.raises(NotACaptureError, match="larger"):
        capture_of(tmp_path / "x.pcap")


def test_without_tshark_it_is_said_how_to_come_by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.pcap").write_bytes(MAGIC)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(NoTsharkError, match="install tshark"):
        capture_of(tmp_path / "x.pcap")


STAND_IN = """#!/bin/sh
printf '%s\\n' '{"index":{}}' '' '{"layers":{"frame_number":["1"],"tcp_flags_reset":["1"]}}' '{"layers":{}}'
exit $SIDLAB_STATUS
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in tshark's place that says one packet."""
    program = tmp_path / "tshark"
    program.write_text(STAND_IN, encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _name: str(program))
    monkeypatch.setenv("SIDLAB_STATUS", "0")
    return tmp_path / "x.pcap"


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_the_lines_of_tshark_are_packets(stand_in: Path) -> None:
    found = list(tshark.packets_of(stand_in))
    assert [
        (one.first("frame_number"), one.flag("tcp_flags_reset"), one.first("tcp_stream")) for one in found
    ] == [("1", True, "")]


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
def test_what_tshark_cannot_read_is_refused(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIDLAB_STATUS", "2")
    with pytest.raises(NoTsharkError, match="cannot read it"):
        list(tshark.packets_of(stand_in))
    monkeypatch.setattr(tshark, "PACKETS", 1)
    with pytest.raises(NoTsharkError, match="more than 1 packets"):
        list(tshark.packets_of(stand_in))
    monkeypatch.setattr(tshark, "LINE_BYTES", 8)
    with pytest.raises(NoTsharkError, match="too large"):
        list(tshark.packets_of(stand_in))


def ethernet(payload: bytes, *, up: bool, seq: int, ack: int, flags: int) -> bytes:
    """A frame of Ethernet, IPv4 and TCP between 10.0.0.1:40000 and 10.0.0.2:5000; checksums are left out."""
    ports = (40_000, 5000) if up else (5000, 40_000)
    hosts = (bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]))
    source, target = hosts if up else hosts[::-1]
    tcp = struct.pack(">HHIIBBHHH", *ports, seq, ack, 5 << 4, flags, 8192, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + source + target
    return bytes(12) + b"\x08\x00" + ip + tcp


def pcap(frames: list[bytes]) -> bytes:
    head = MAGIC + struct.pack("<HHiIII", 2, 4, 0, 0, 65535, 1)
    return head + b"".join(
        struct.pack("<IIII", 1_795_000_000 + n, 0, len(frame), len(frame)) + frame
        for n, frame in enumerate(frames)
    )


@pytest.mark.skipif(shutil.which("tshark") is None, reason="needs tshark")
def test_tshark_takes_a_capture_apart(tmp_path: Path) -> None:
    asked = b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nOrigin: http://y\r\n\r\n"
    said = b'"Not an accepted origin."'
    answer = b"HTTP/1.1 400 BAD REQUEST\r\nServer: Werkzeug\r\nContent-Length: %d\r\n\r\n" % len(said) + said
    frames = [
        ethernet(b"", up=True, seq=1, ack=0, flags=0x02),
        ethernet(b"", up=False, seq=1, ack=2, flags=0x12),
        ethernet(asked, up=True, seq=2, ack=2, flags=0x18),
        ethernet(answer, up=False, seq=2, ack=2 + len(asked), flags=0x18),
        ethernet(b"", up=False, seq=2 + len(answer), ack=2 + len(asked), flags=0x14),
    ]
    file = tmp_path / "seen.cap"
    file.write_bytes(pcap(frames))
    found = concluded(capture_of(file))
    assert found.diagnosis.kept == ("origin-refused",)
    assert found.diagnosis.verdicts[0].because == (4,)
    file.write_bytes(pcap(frames)[:-20] + b"torn")
    with pytest.raises(NoTsharkError, match="cannot read it"):
        capture_of(file)
