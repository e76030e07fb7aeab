"""The chat itself: rooms, members, history, notices, and its bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.chat import HISTORY, MAX_ROOMS_OF_ONE, Chat, RefusedError


def say(chat: Chat, who: str, room: str, text: str) -> None:
    chat.say(who, room, text, f"{who}#{text}", "2026-01-01T00:00:00.000Z")


def test_two_people_of_one_nickname_are_told_apart() -> None:
    chat = Chat()
    assert [chat.join(who, "Kim", "office") for who in ("a", "b", "c")] == ["Kim", "Kim (2)", "Kim (3)"]
    chat.leave("b", "office")
    assert chat.join("d", "Kim", "office") == "Kim (2)"
    assert chat.join("a", "Kim", "office") == "Kim"  # joining again is no second person
    assert chat.members("office") == ["Kim", "Kim (2)", "Kim (3)"]


def test_what_is_said_goes_to_the_room_with_the_nickname_of_its_member() -> None:
    chat = Chat()
    chat.join("a", "Kim", "office")
    message = chat.say("a", "office", "안녕", "a#1", "now")
    assert message == {"id": "a#1", "room": "office", "nick": "Kim", "text": "안녕", "at": "now"}
    assert chat.history("office") == [message]
    assert chat.nick("a", "office") == "Kim"


@pytest.mark.parametrize("act", ["say", "leave", "nick"])
def test_only_members_act_in_a_room(act: str) -> None:
    chat = Chat()
    chat.join("a", "Kim", "office")
    acts = {"say": lambda: say(chat, "b", "office", "x"), "leave": lambda: chat.leave("b", "office")}
    with pytest.raises(RefusedError, match="not in this room"):
        acts.get(act, lambda: chat.nick("b", "elsewhere"))()


def test_a_socket_that_is_gone_leaves_all_its_rooms() -> None:
    chat = Chat()
    for room in ("one", "two"):
        chat.join("a", "Kim", room)
        chat.join("b", "Lee", room)
    assert chat.gone("a") == ["one", "two"]
    assert chat.gone("a") == []
    assert chat.members("one") == chat.members("two") == ["Lee"]
    assert chat.members("never") == chat.history("never") == []


def test_one_person_has_a_bounded_number_of_rooms() -> None:
    chat = Chat()
    for n in range(MAX_ROOMS_OF_ONE):
        chat.join("a", "Kim", f"room {n}")
    with pytest.raises(RefusedError, match="at most"):
        chat.join("a", "Kim", "one more")
    assert chat.join("a", "Park", "room 0") == "Park"


def test_an_empty_room_makes_place_for_a_new_one() -> None:
    chat = Chat(max_rooms=2)
    chat.join("a", "Kim", "one")
    chat.join("b", "Lee", "two")
    with pytest.raises(RefusedError, match="too many"):
        chat.join("c", "Park", "three")
    say(chat, "a", "one", "remember me")
    chat.gone("a")
    chat.join("c", "Park", "three")
    assert chat.history("one") == []


def test_the_rooms_silent_for_longest_forget_first() -> None:
    chat = Chat(max_characters=25)
    for who in ("a", "b", "c"):
        chat.join(who, who, f"room {who}")
        say(chat, who, f"room {who}", "0123456789")
    assert [len(chat.history(f"room {who}")) for who in ("a", "b", "c")] == [0, 1, 1]
    say(chat, "b", "room b", "0123456789")
    assert [len(chat.history(f"room {who}")) for who in ("a", "b", "c")] == [0, 2, 0]


@given(st.lists(st.text(min_size=1, max_size=9), max_size=120))
def test_the_last_messages_are_kept_in_order_and_counted(texts: list[str]) -> None:
    chat = Chat()
    chat.join("a", "Kim", "office")
    for text in texts:
        say(chat, "a", "office", text)
    assert [message["text"] for message in chat.history("office")] == texts[-HISTORY:]
    assert chat._characters == sum(map(len, texts[-HISTORY:]))


def test_notices_are_kept_for_those_who_come_later() -> None:
    chat = Chat()
    for n in range(HISTORY + 3):
        chat.announce({"id": str(n), "text": "x", "at": "now"})
    assert [notice["id"] for notice in chat.notices()] == [str(n) for n in range(3, HISTORY + 3)]
