"""field.md §3, secrets: a hundred canaries go through one real run, and none is in what it leaves.

The token of the LAN is looked for where the LAN takes part: tests/session/test_lan_run.py.
"""

from __future__ import annotations

import asyncio
import json
import shlex
import shutil
import socket
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from canaries import canary, every, found, of_bundle, of_folder

from harness.cli.exporting import print_export
from harness.discretion import RAW
from harness.events import Record, RunReady
from harness.evidence import logs
from harness.evidence.folder import RunFolder
from harness.evidence.logs import LogWriter
from harness.evidence.opening import opened
from harness.evidence.packing import pack
from harness.ports import free_port
from harness.report.making import write_reports
from harness.scenarios.reader import from_data
from harness.session.ending import close
from harness.session.house import House
from harness.session.player import Player
from harness.session.run import Run

SERVER = Path(__file__).resolve().parents[1] / "programs" / "a_careless_server.py"
EIO = "/socket.io/?EIO=4&transport=polling"
SID = f"{EIO}&sid=careless-sid"
WAIT = 60.0
JSON = ("password", "token", "secret", "apiKey", "api_key", "accessToken", "client-secret", "privateKey", "PASSWD")
Sent = tuple[str, str, dict[str, str], str]


def command(port: int) -> str:
    secret = [canary("started", number) for number in range(6)]
    more = ["--token", secret[0], f"--password={secret[1]}", "--api-key", secret[2], f"SECRET={secret[3]}"]
    more += [f"postgres://kim:{secret[4]}@db/chat", f"http://127.0.0.1/?token={secret[5]}"]
    return shlex.join([sys.executable, str(SERVER), str(port), *more])


def environment() -> dict[str, str]:
    names = ("DB_PASSWORD", "API_TOKEN", "SECRET_KEY", "DATABASE_URL")
    values = {name: canary("started", number) for number, name in enumerate(names, start=6)}
    return values | {"DATABASE_URL": f"redis://:{values['DATABASE_URL']}@127.0.0.1/0"}


def authorized() -> Iterator[str]:
    secret = [canary("authorization", number) for number in range(10)]
    yield f"Bearer {secret[0]}"
    yield f"Basic {b64encode(f'kim:{secret[1]}'.encode()).decode()}"
    yield f"Token {secret[2]}"
    yield f'Digest username="kim", response="{secret[3]}"'
    yield secret[4]
    yield f"bearer {secret[5]}"
    yield f"ApiKey {secret[6]}"
    yield f"AWS4-HMAC-SHA256 Credential={secret[7]}/20261123, Signature={secret[8]}"
    yield f"Negotiate {secret[9]}"


def of_headers() -> Iterator[Sent]:
    for value in authorized():
        yield "GET", EIO, {"Authorization": value}, ""
    cookies = ("session=%s", "a=1; csrftoken=%s", "sidlab-join=%s", "%s", "io=%s; b=2")
    for number in range(8):
        yield "GET", SID, {"Cookie": cookies[number % 5] % canary("cookie", number)}, ""
    yield "GET", "/page", {"X-Api-Key": canary("cookie", 8), "X-Csrf-Token": canary("cookie", 9)}, ""


def of_targets() -> Iterator[Sent]:
    names = (
        "token",
        "access_token",
        "api_key",
        "auth",
        "signature",
        "password",
        "key",
        "code",
        "ticket",
        "apikey",
    )
    for number, name in enumerate(names):
        place = EIO if number % 2 else "/page?lang=ko"
        yield "GET", f"{place}&{name}={canary('query', number)}", {}, ""
    secret = [canary("userinfo", number) for number in range(8)]
    yield "GET", f"http://kim:{secret[0]}@127.0.0.1/page", {}, ""
    yield "GET", f"http://{secret[1]}@127.0.0.1{EIO}", {}, ""
    yield "GET", f"//kim:{secret[2]}@127.0.0.1/page", {}, ""
    yield "CONNECT", f"kim:{secret[3]}@127.0.0.1:1", {}, ""
    yield "GET", f"/page#token={secret[4]}", {}, ""
    yield "GET", EIO, {"Referer": f"http://kim:{secret[5]}@127.0.0.1/?token={secret[5]}"}, ""
    yield "GET", EIO, {"Origin": f"http://kim:{secret[6]}@127.0.0.1"}, ""
    yield "GET", EIO, {"Sec-WebSocket-Protocol": f"access_token, {secret[7]}"}, ""
    yield "GET", "/away", {}, ""


def of_bodies() -> Iterator[Sent]:
    typed = {"Content-Type": "application/x-www-form-urlencoded"}
    for number in range(10):
        fields = {"user": "kim", JSON[number % 9]: canary("form", number), "comment": canary("form", number)}
        yield "POST", "/login", typed, urlencode(fields)
    for number, key in enumerate(JSON):
        nested = {"user": {"name": "kim", key: canary("json", number)}}
        yield "POST", "/api", {"Content-Type": "application/json"}, json.dumps(nested)
    for number in range(9, 14):
        event = ["login", {JSON[number - 9]: canary("json", number)}, canary("json", number)]
        yield "POST", SID, {"Content-Type": "text/plain"}, f"42{json.dumps(event)}"
    secret = [canary("connect", number) for number in range(10)]
    payloads = [f'40{{"token":"{one}"}}' for one in secret[:4]]
    payloads += [f'40/admin,{{"auth":{{"password":"{one}","n":1}}}}' for one in secret[4:7]]
    payloads += [f'40{{"keys":["{secret[7]}"]}}', f"40/room?token={secret[8]},", f'40{{"unfinished":"{secret[9]}']
    for payload in payloads:
        yield "POST", SID, {"Content-Type": "text/plain"}, payload
    yield "GET", SID, {}, ""
    yield "GET", "/socket.io/?EIO=4&transport=nonsense", {}, ""


def send(url: str, sent: Sent) -> None:
    """One request on a connection of its own, and its answer to the end."""
    method, target, headers, body = sent
    at = urlsplit(url)
    lines = [f"{method} {target} HTTP/1.1", f"Host: {at.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}"] if method == "POST" else []
    with socket.create_connection((at.hostname, at.port), timeout=WAIT) as wire:
        wire.sendall(("\r\n".join(lines) + f"\r\n\r\n{body}").encode())
        while wire.recv(65536):
            pass


def plant(url: str) -> None:
    for sent in (*of_headers(), *of_targets(), *of_bodies()):
        send(url, sent)


async def played(out: Path, *, raw: bool = False) -> Path:
    """A real run in front of the careless server, in which every canary is planted."""
    port = free_port("127.0.0.1")
    started = command(port)
    server = {"profile": "command", "command": started, "url": f"http://127.0.0.1:{port}"}
    words = ("sidlab", "run", "secrets", "--command", started, "--url", server["url"])
    house = House(profiles=(), server_root=out, command_line=words)
    run = Run(house, from_data({"title": "secrets", "server": server}, "secrets"), out, raw=raw)
    ready = asyncio.Event()

    def hear(record: Record) -> None:
        if isinstance(record.event, RunReady):
            ready.set()

    run.journal.listen(hear)
    player = Player(run)
    life = asyncio.ensure_future(player.live())
    waiting = asyncio.ensure_future(ready.wait())
    await asyncio.wait({life, waiting}, timeout=WAIT, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    assert ready.is_set(), run.trouble
    await asyncio.to_thread(plant, run.url)
    player.stop("stopped")
    result = await close(run, await life, pictures=False)
    assert result.trouble == ""
    return run.folder.path


async def test_none_of_a_hundred_canaries_is_in_a_run_s_folder_or_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bar: Callable[[str, object, object, bool], None]
) -> None:
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    folder = await played(tmp_path / "runs")
    bundle = tmp_path / "run.zip"
    with opened(folder) as evidence:
        pack(evidence, bundle)
    assert len(set(every().values())) == 100
    leaks = found(of_folder(folder)) + found(of_bundle(bundle))
    bar("secrets: canaries found in a run's folder and bundle", 0, len(leaks), leaks == [])
    assert leaks == []
    seen = (folder / "logs" / "server.log").read_text(encoding="utf-8")
    assert "asked POST /login HTTP/1.1" in seen, "the log is there all the same"
    assert seen.count("~redacted") > 100
    crossed = [
        record.event for record in RunFolder.open(folder).records() if "traffic" in str(type(record.event)).lower()
    ]
    assert sum(len(event.exchanges) for event in crossed) >= 60, "and what crossed is told"
    lied = shutil.copytree(folder, tmp_path / "lied")
    (lied / "events" / "more.jsonl").write_text(f'{{"token":"{canary("json", 3)}"}}\n')
    assert found(of_folder(lied)) == ["json 3 in events/more.jsonl"], "the check can fail"


async def test_a_raw_record_is_labelled_wherever_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    folder = await played(tmp_path / "runs", raw=True)
    write_reports(folder, "en", str)
    names = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}
    har = json.loads(names["session.har"])["log"]
    assert har["comment"].startswith(RAW)
    assert json.loads(names["meta.json"])["redaction"]["raw"] is True
    assert print_export(folder, tmp_path / "raw.zip") == 0
    assert RAW in capsys.readouterr().err
    for report in ("report.html", "report.md"):
        assert names[report].index("Raw record:") < names[report].index("Timeline"), "before anything else"
        assert found([(report, names[report].encode())]) == [], "and it quotes none of it"
    told = {leak.partition(" in ")[0] for leak in found([("session.har", names["session.har"].encode())])}
    crossed = ("authorization", "cookie", "set-cookie", "query", "connect")
    missing = [name for name in every() if name.startswith(crossed) and name not in told]
    assert missing == []
    assert found(file for file in of_folder(folder) if file[0].startswith("logs/")) == []


def test_a_log_that_is_not_redacted_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = canary("authorization", 0)
    line = f"Authorization: Bearer {secret}\nagain {b64encode(b'kim:' + secret.encode()).decode()}\n".encode()
    for name, redact in (("kept.log", logs.redacted), ("told.log", str)):
        monkeypatch.setattr(logs, "redacted", redact)
        log = LogWriter(tmp_path / name)
        log.write(line.partition(b"\n")[0] + b"\n" if name == "kept.log" else line)
        log.close()
    assert found(of_folder(tmp_path)) == ["authorization 0 in told.log"]


@pytest.mark.parametrize("at", range(0, 5000, 617))
def test_a_secret_is_not_cut_in_two_by_the_writes_of_a_long_log(tmp_path: Path, at: int) -> None:
    text = ("x" * 70 + "\n") * 60 + f"token={canary('query', 0)}\n" + ("y" * 70 + "\n") * 60
    log = LogWriter(tmp_path / "server.log")
    for piece in (text[: 4260 + at % 40], text[4260 + at % 40 :]):
        log.write(piece.encode())
    log.close()
    written = (tmp_path / "server.log").read_text()
    assert found(of_folder(tmp_path)) == []
    assert written == text.replace(canary("query", 0), "~redacted")
