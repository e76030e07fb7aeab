"""The model: differences in, the whole out."""

from ui_made import catalogue, lines, snapshot

from harness.events import RunEnded, RunStep
from harness.snapshot import Bucket, ClientRow, Logged, Mark, Rejected, Snapshot
from ui.logstore import LogStore
from ui.model import Model, Wish


def row(name: str, **fields: object) -> ClientRow:
    return ClientRow(client=name, group="g", kind="python", **{"state": "connected", **fields})  # type: ignore[arg-type]


def diff(**fields: object) -> Snapshot:
    return Snapshot(state="running", run_id="r", **fields)  # type: ignore[arg-type]


def test_rows_that_change_replace_and_rows_that_go_leave() -> None:
    model = Model()
    model.fold(diff(full=True, clients=(row("a"), row("b"))))
    model.fold(diff(clients=(row("b", state="reconnecting"),), gone=("a",)))
    assert {name: client.state for name, client in model.clients.items()} == {"b": "reconnecting"}


def test_buckets_are_replaced_not_added() -> None:
    model = Model()
    model.fold(diff(full=True, buckets=(Bucket(figure="f", key="k", start=3.0, value=2),)))
    model.fold(diff(buckets=(Bucket(figure="f", key="k", start=3.0, value=5),)))
    assert model.series["f"].column(3) == {"k": 5.0}


def test_buckets_of_half_a_second_have_columns_of_their_own() -> None:
    model = Model()
    buckets = tuple(Bucket(figure="f", key="k", start=n * 0.5, value=n) for n in range(4))
    model.fold(diff(full=True, bucket=0.5, buckets=buckets))
    assert model.series["f"].window(0, 9).tolist() == [[0, 1, 2, 3]]


def test_another_run_forgets_the_last_one() -> None:
    model = Model()
    model.fold(diff(full=True, clients=(row("a"),), marks=(Mark(id=1, kind="note", name="n", start=1.0),)))
    model.fold(Snapshot(state="starting", run_id="another"))
    assert not model.clients
    assert not model.marks
    assert not model.series


def test_only_what_changed_is_said_and_only_once() -> None:
    model = Model()
    model.fold(diff(full=True))
    model.take_changed()
    model.fold(diff(clients=(row("a"),)))
    assert model.take_changed() == {"snapshot", "clients"}
    assert model.take_changed() == set()


def test_a_figure_that_is_null_or_missing_is_none() -> None:
    model = Model()
    model.fold(diff(summary={"messages": {"lost": None}, "tap": {"lost": 0}}))
    assert model.figure("messages.lost") is None
    assert model.figure("messages.lost.deeper") is None
    assert model.figure("no.such") is None
    assert model.figure("tap.lost") == 0


def test_the_runs_end_and_its_wish_for_a_picture_are_seen() -> None:
    model = Model()
    model.fold(diff(full=True))
    model.take_changed()
    model.fold(Logged(seq=1, at=1.0, src="session", event=RunStep(t=1, by="scenario", do="screenshot")))
    model.fold(Logged(seq=2, at=2.0, src="session", event=RunEnded(t=2, outcome="passed")))
    assert model.ended is not None
    assert "picture" not in model.take_changed(), "the charts have yet to hear of it"
    model.fold(diff())
    assert "picture" in model.take_changed()
    assert (model.take_wishes(), model.take_wishes()) == ([Wish("window", "asked")], [])
    model.fold(Snapshot(state="starting", run_id="another"))
    assert model.ended is None


def test_the_core_gone_leaves_no_run_and_no_fault_on() -> None:
    model = Model()
    model.fold(catalogue())
    model.fold(snapshot())
    model.core_ended()
    assert not model.alive
    assert model.snapshot.state == "failed"
    assert model.snapshot.server.state == "down"
    assert model.snapshot.faults == ()
    assert model.clients, "what was seen stays on the screen"


def test_a_refusal_is_kept_for_the_banner() -> None:
    model = Model()
    model.fold(Rejected(command="run.start", message="no room"))
    assert model.refused == "no room"


def test_lines_that_begin_anew_are_another_runs() -> None:
    store = LogStore()
    for line in lines(5):
        store.add(line)
    for line in lines(2):
        store.add(line)
    assert (len(store), store.total, store.eras) == (2, 2, 2)


def test_the_store_is_bounded_and_counts_what_went() -> None:
    store = LogStore(limit=100, spare=10)
    for line in lines(150):
        store.add(line)
        store.trim()
    assert len(store) <= 100
    assert store.dropped + len(store) == store.total == 150
    assert len(store.at) == len(store.text) == len(store.lines)
    assert store.lines[-1].seq == 150


def test_search_holds_every_word_in_any_case() -> None:
    store = LogStore()
    for line in lines(200):
        store.add(line)
    found = store.find("UNKNOWN-sid post")
    assert found
    assert all("unknown-sid" in store.text[hit] and "post" in store.text[hit] for hit in found)
    assert store.find("unknown-sid", start=150) == [hit for hit in store.find("unknown-sid") if hit >= 150]


def test_quiet_lines_are_left_out_when_asked() -> None:
    store = LogStore()
    for line in lines(50):
        store.add(line)
    store.tone[10] = "quiet"
    assert 10 in store.find("")
    assert 10 not in store.find("", loud=True)
