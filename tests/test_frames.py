import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.commands import ChildFlush, ChildQuit, GuardStart, ToGuard
from harness.events import ChildDropped, ChildFailed, ChildFlushed, ChildHello, GuardReaped, GuardStarted
from harness.frames import LOST_PARENT, LineBuffer, Outbox, encode
from harness.processes import Identity, identify, is_alive

CHILD = [sys.executable, str(Path(__file__).parent / "programs" / "a_child.py")]
HOSTILE = [b'{"type":"guard.stop","how":"\xff"}\n', b'{"type":"guard.stop","x":' + b"[" * 100_000 + b"\n"]
HEARD = ChildHello | ChildFailed | ChildFlushed | GuardStarted | GuardReaped


# --- lines out of bytes ---


@given(st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b""))), st.binary(max_size=20), st.data())
def test_lines_come_out_as_they_went_in_however_they_are_cut(
    lines: list[bytes], rest: bytes, data: st.DataObject
) -> None:
    rest = rest.replace(b"\n", b"")
    stream = b"".join(line + b"\n" for line in lines) + rest
    buffer, heard = LineBuffer(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        heard += buffer.feed(stream[:size])
        stream = stream[size:]
    assert heard == lines
    assert buffer.feed(b"\n") == [rest]


@pytest.mark.parametrize(
    "pieces", [[b"12345"], [b"123", b"45"], [b"12345\n"], [b"ok\n12345\nok\n"], [b"12", b"345\n"]]
)
def test_a_line_longer_than_the_limit_is_refused_finished_or_not(pieces: list[bytes]) -> None:
    buffer = LineBuffer(4)
    for piece in pieces[:-1]:
        buffer.feed(piece)
    with pytest.raises(ValueError, match="longer than 4 bytes"):
        buffer.feed(pieces[-1])


def test_a_line_of_exactly_the_limit_passes() -> None:
    assert LineBuffer(4).feed(b"1234\n1234\n") == [b"1234", b"1234"]


def test_a_long_line_in_small_pieces_costs_linear_time() -> None:
    buffer = LineBuffer()
    began = time.process_time()
    for _ in range(16 * 1024):
        buffer.feed(b"x" * 1023)
    assert time.process_time() - began < 1.0  # joining anew each time takes minutes


# --- the way out ---


def read_all(fd: int) -> Callable[[], list[Any]]:
    """Everything until the end, in a thread; call the result to get it decoded."""
    data = bytearray()

    def read() -> None:
        while chunk := os.read(fd, 65536):
            data.extend(chunk)
        os.close(fd)

    thread = threading.Thread(target=read)
    thread.start()

    def result() -> list[Any]:
        thread.join(10)
        return [msgspec.json.decode(line, type=ChildDropped | HEARD) for line in bytes(data).splitlines()]

    return result


def test_frames_are_written_in_order_and_all_of_them_at_the_close() -> None:
    reader, writer = os.pipe()
    result = read_all(reader)
    outbox = Outbox(writer)
    said = [GuardReaped(t=n, pid=n) for n in range(5000)]
    for frame in said:
        outbox.say(frame)
    outbox.close()
    os.close(writer)
    assert result() == said


def test_what_does_not_fit_is_counted_and_said() -> None:
    reader, writer = os.pipe()
    outbox = Outbox(writer, limit=100_000)
    for n in range(20_000):  # nobody reads: the pipe fills, then the queue
        outbox.say(GuardReaped(t=n, pid=n))
    result = read_all(reader)
    outbox.close()
    os.close(writer)
    frames = result()
    dropped = sum(frame.count for frame in frames if isinstance(frame, ChildDropped))
    arrived = [frame.pid for frame in frames if isinstance(frame, GuardReaped)]
    assert dropped > 0
    assert len(arrived) + dropped == 20_000
    assert arrived == sorted(arrived)


def test_a_frame_that_can_never_fit_is_said_to_be_dropped_though_nothing_else_is_said() -> None:
    reader, writer = os.pipe()
    outbox = Outbox(writer, clock=lambda: 9, limit=100)
    outbox.say(ChildFailed(t=0, message="x" * 200))
    assert os.read(reader, 1000) == encode(ChildDropped(t=9, count=1))
    outbox.close()
    os.close(writer)
    os.close(reader)


def test_a_frame_in_a_hurry_does_not_wait_for_the_batch_to_grow_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.frames.BATCH_SECONDS", 60)
    reader, writer = os.pipe()
    outbox = Outbox(writer)
    outbox.say(GuardStarted(t=1, pid=1))
    outbox.hurry()
    assert os.read(reader, 1000) == encode(GuardStarted(t=1, pid=1))
    outbox.close()
    os.close(writer)
    os.close(reader)


def test_a_reader_that_is_gone_ends_the_writing_and_nothing_else() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    outbox = Outbox(writer)
    outbox.say(GuardStarted(t=1, pid=1))
    outbox.close()
    assert not outbox._thread.is_alive()
    os.close(writer)


def test_closing_is_bounded_when_nobody_reads() -> None:
    reader, writer = os.pipe()
    outbox = Outbox(writer)
    outbox.say(ChildFailed(t=1, message="x" * 1_000_000))
    began = time.monotonic()
    outbox.close(timeout=0.1)
    assert time.monotonic() - began < 10
    os.close(reader)
    outbox._thread.join(5)
    os.close(writer)


# --- a whole child ---


class Talk:
    """A child of this test, with its lines decoded."""

    def __init__(self, how: str) -> None:
        self.process = subprocess.Popen([*CHILD, how], stdin=-1, stdout=-1, stderr=-1)
        self.hello = self.hear()

    def tell(self, *lines: bytes | msgspec.Struct) -> None:
        for line in lines:
            self.process.stdin.write(line if isinstance(line, bytes) else encode(line))
        self.process.stdin.flush()

    def hear(self) -> Any:
        return msgspec.json.decode(self.process.stdout.readline(), type=HEARD)

    def end(self) -> tuple[str, int]:
        """What it wrote into its log, and how it ended."""
        self.process.stdin.close()
        with self.process.stdout, self.process.stderr:
            log = self.process.stderr.read().decode()
            return log, self.process.wait(10)


def start(*argv: str) -> GuardStart:
    return GuardStart(argv=argv, env={}, cwd="/")


def test_a_child_says_hello_answers_and_ends_with_its_standard_input() -> None:
    talk = Talk("polite")
    assert (talk.hello.role, talk.hello.name, talk.hello.pid) == ("test", "one", talk.process.pid)
    talk.tell(start("a", "b"), ChildFlush(id=3))
    assert talk.hear().message == "a b"
    assert talk.hear().id == 3
    assert talk.end() == ("", 0)


def test_a_child_ends_when_it_is_told_to() -> None:
    talk = Talk("polite")
    talk.tell(start("first"), ChildQuit(), start("never"))
    assert talk.hear().message == "first"
    assert talk.process.wait(10) == 0
    assert talk.process.stdout.read() == b""
    talk.end()


@pytest.mark.parametrize(
    "garbage", [b"garbage\n", b'{"type":"run.stop"}\n', b"\n", b'{"type":"guard.start"}\n', *HOSTILE]
)
def test_a_line_that_is_no_command_is_told_and_the_next_one_carried_out(garbage: bytes) -> None:
    talk = Talk("polite")
    talk.tell(garbage, start("still", "here"))
    assert talk.hear().message.startswith("not a command: ")
    assert talk.hear().message == "still here"
    assert talk.end() == ("", 0)


def test_a_command_longer_than_any_line_may_be_is_the_end_of_the_conversation() -> None:
    talk = Talk("polite")
    talk.tell(b"x" * (16 * 1024 * 1024 + 65536))
    log, code = talk.end()
    assert code == 0
    assert "standard input is lost: a frame is longer than" in log


def test_a_flush_comes_after_everything_said_before_it() -> None:
    talk = Talk("polite")
    talk.tell(start("flood", "20000"), ChildFlush(id=1))
    heard = [talk.hear() for _ in range(20_001)]
    assert isinstance(heard[-1], ChildFlushed)
    assert [event.pid for event in heard[:-1]] == list(range(20_000))
    talk.end()


def test_a_child_that_hangs_still_ends_when_its_parent_is_gone() -> None:
    talk = Talk("hanging")
    talk.hear()
    began = time.monotonic()
    assert talk.end()[1] == LOST_PARENT
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform != "linux", reason="PDEATHSIG")
def test_the_kernel_ends_a_child_that_heeds_nothing_when_its_parent_is_killed() -> None:
    # The parent lets its child's standard input be held open by this test, so that only the kernel is left.
    reader, writer = os.pipe()
    program = f"import subprocess; p = subprocess.Popen({[*CHILD, 'stubborn']!r}, stdin={reader}); p.wait()"
    parent = subprocess.Popen([sys.executable, "-c", program], pass_fds=[reader], stdout=subprocess.PIPE)
    os.close(reader)
    hello = msgspec.json.decode(parent.stdout.readline(), type=ChildHello)
    grandchild = msgspec.json.decode(parent.stdout.readline(), type=GuardStarted).pid
    child, grandchild = identify(hello.pid), identify(grandchild)
    parent.kill()
    parent.communicate()
    os.close(writer)
    assert gone(child)
    os.kill(grandchild.pid, 9)
    assert gone(grandchild)


def test_a_parent_that_dies_during_the_call_is_noticed() -> None:
    program = (
        "import os\nparents = iter([5, 1])\nos.getppid = lambda: next(parents)\n"
        "from harness.frames import die_with_parent\ndie_with_parent()\nprint('alive')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (LOST_PARENT if sys.platform == "linux" else 0, b"")


def gone(identity: Identity, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(identity) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(identity)


def test_every_command_of_the_guard_survives_the_way_in() -> None:
    for command in (start("x"), ChildFlush(id=1), ChildQuit()):
        assert msgspec.json.decode(encode(command), type=ToGuard) == command
