"""A diagnosis in words: what happened, how much of it is explained, how sure that is, what to do first."""

import pytest
from histories import History

from harness.diagnosis.judge import Diagnosis, Verdict
from harness.diagnosis.signs import SIGNS, said
from harness.diagnosis.weights import WEIGHTS
from harness.diagnosis.words import EXPLAINED, english, sentences, summary
from harness.snapshot import Phrase

NONE = {"http_400": (0, 0), "closes": (0, 0), "disconnects": (0, 0)}


def restarted() -> History:
    """A process that ends, and the next one that refuses its session."""
    told = History()
    told.serve("a", 1)
    told.open("s", "a", client="c")
    told.connect("c", 1, "s", "a")
    told.at(2).die(1)
    told.serve("b", 2)
    told.lose("c", 1, "s")
    told.refuse("s", "b", client="c")
    return told


def test_every_sign_that_weighs_has_a_sentence_and_no_other_has() -> None:
    assert set(SIGNS) == {name for weights in WEIGHTS.values() for name in weights}
    assert all(text.count("%s") <= 1 and text[-1] in ".s" for text in SIGNS.values())


def test_a_sign_says_how_often_it_was_seen_where_that_matters() -> None:
    assert english(said("two-sockets-alive", 3)) == "Sockets alive beside an older one of the same client: 3"
    assert english(said("no-browser-took-part", 1)) == "No browser took part."


def test_a_kept_cause_is_told_with_what_it_explains_how_sure_that_is_and_what_to_do() -> None:
    words = summary(restarted().diagnosis())
    assert words.startswith("The server was restarted or reloaded")
    assert "Explained: 1 of 1 400s, 1 of 1 disconnects." in words
    assert "How sure: one cause is kept by what was seen; rejected: " in words
    assert "What to do first: Do not serve with a reloader" in words


def test_several_kept_causes_are_all_told_and_the_first_is_mended_first() -> None:
    kept = tuple(Verdict(hypothesis=name, verdict="kept") for name in ("origin-refused", "socket-leak"))
    said = [english(one) for one in sentences(Diagnosis(verdicts=kept, explained=NONE))]
    assert said[:2] == [
        "The server does not accept the page's origin (CORS).",
        "The page forgets its socket and makes a new one, while the old one reconnects by itself: they pile up.",
    ]
    assert said[2] == "How sure: 2 causes are kept by what was seen; rejected: 0, undecided: 0."
    assert said[3].startswith("What to do first: Name the page's exact origin")


def test_where_nothing_broke_that_is_said_and_of_a_run_that_goes_on_only_so_far() -> None:
    healthy = Diagnosis(verdicts=(), explained=NONE)
    assert summary(healthy) == "Nothing broke: no 400, no reset and no disconnect, and no cause is kept."
    assert english(sentences(healthy, live=True)[0]).startswith("Nothing broke so far: ")


def test_what_no_cause_explains_is_said_with_the_cause_that_most_speaks_for() -> None:
    nearest = Verdict(hypothesis="threads-starved", verdict="undecided", because=(1,))
    doubted = Verdict(hypothesis="network-drop", verdict="undecided", because=(1,), against=(2,))
    found = Diagnosis(verdicts=(doubted, nearest), explained={**NONE, "closes": (0, 2)})
    no_cause, explained, speaks = sentences(found)
    assert (no_cause.text, explained.text) == ("No cause is kept.", EXPLAINED[("closes",)])
    assert english(speaks).startswith("Most speaks for this, though not enough to keep it: The server has fewer ")


@pytest.mark.parametrize("there", list(EXPLAINED))
def test_of_what_did_not_occur_nothing_is_said(there: tuple[str, ...]) -> None:
    found = Diagnosis(verdicts=(), explained={**NONE, **dict.fromkeys(there, (3, 4))})
    words = summary(found)
    assert words.count("3 of 4") == len(there)
    assert "of 0" not in words


def test_a_percent_sign_in_a_sentence_without_figures_is_only_that() -> None:
    assert english(Phrase("95% of them")) == "95% of them"
