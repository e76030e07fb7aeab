"""Which groups of clients can take part here, and what is said of those that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.clients.spec import Kind
from harness.commands import ClientGroup, RunSetClients
from harness.scenarios.model import Scenario, Step
from harness.session import enlisting
from harness.session.enlisting import enlist
from harness.session.house import HarnessError, House
from harness.session.run import Run

LACKING = {
    "lame": Kind("lame", "one that needs something", needs=lambda: "a leg", brings="apt install leg"),
    "poor": Kind("poor", "one that nothing brings", needs=lambda: "luck"),
}


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enlisting, "kinds", lambda: LACKING)


def test_a_behaviour_has_its_own_transports() -> None:
    assert enlist(ClientGroup(transports=("polling",), behaviour="websocket-only")).transports == ("websocket",)
    assert enlist(ClientGroup(transports=("polling",))).transports == ("polling",)


def test_the_name_of_the_lan_is_taken() -> None:
    with pytest.raises(HarnessError, match="the group of devices of the LAN"):
        enlist(ClientGroup(group="lan"))


@pytest.mark.parametrize(
    "group",
    [ClientGroup(group="g", behaviour="many-tabs"), ClientGroup(group="g", behaviour="x"), ClientGroup(kind="x")],
)
def test_what_does_not_fit_is_refused(group: ClientGroup) -> None:
    with pytest.raises(HarnessError, match=f"{group.group}: {group.kind} cannot be {group.behaviour}: see"):
        enlist(group)


@pytest.mark.usefixtures("lacking")
@pytest.mark.parametrize(
    ("kind", "said"), [("lame", "lame are unavailable here: a leg (apt install leg)"), ("poor", "here: luck")]
)
def test_a_kind_that_lacks_something_here_says_what_and_what_brings_it(kind: str, said: str) -> None:
    with pytest.raises(HarnessError) as refused:
        enlist(ClientGroup(kind=kind))
    assert str(refused.value).endswith(said)


def test_a_page_has_no_port_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its requests to another port would be those of another origin."""
    monkeypatch.setattr(enlisting, "kinds", lambda: {"paged": Kind("paged", "a page", dialect="js", pages=True)})
    with pytest.raises(HarnessError, match="group g: a page can ask only the address it came from"):
        enlist(ClientGroup(group="g", kind="paged", own_port=True))
    assert enlist(ClientGroup(group="g", kind="paged"))


@pytest.mark.usefixtures("lacking")
def test_a_run_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    later = Step(at=1.0, do="clients", command=RunSetClients(group=ClientGroup(kind="lame")))
    scenario = Scenario(name="s", title="t", duration=2.0, steps=(later,))
    with pytest.raises(HarnessError, match="a leg"):
        Run(House(profiles=(), server_root=tmp_path), scenario, tmp_path / "runs")
    assert not (tmp_path / "runs").exists()
