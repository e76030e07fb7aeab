"""Settings and the origins and hosts they mean."""

from __future__ import annotations

import pytest

from server.settings import Settings, checked_origin, is_loopback, is_unspecified, url_of


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("HTTP://Example.ORG:80/", "http://example.org"),
        ("https://example.org:443", "https://example.org"),
        ("http://[::1]:5000", "http://[::1]:5000"),
    ],
)
def test_origins_are_written_as_browsers_write_them(text: str, origin: str) -> None:
    assert checked_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    ["*", "", "null", "http://", "http://*", "http://*.example", "ftp://a", "http://a/b", "http://a?b", "http://a#b",
     "http://u@a", "http://a:port", "http://a:99999", "//a", "http://[::1"],
)  # fmt: skip
def test_other_texts_are_no_origins(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        checked_origin(text)


@pytest.mark.parametrize("origins", [(), ("*",), ("http://a", "*")])
def test_no_settings_switch_the_origin_check_off(origins: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="origins"):
        Settings(origins=origins)


def test_hosts_are_those_of_the_origins_and_the_loopback_address() -> None:
    assert Settings(origins=("http://a:1", "http://[fe80::1]:2")).hosts == {"a", "fe80::1", "127.0.0.1"}
    assert Settings(origins=("http://a:1",), host="0.0.0.0").hosts == {"a"}


def test_addresses() -> None:
    assert all(map(is_loopback, ("127.0.0.9", "::1", "localhost")))
    assert not any(map(is_loopback, ("10.0.0.1", "a", "")))
    assert all(map(is_unspecified, ("0.0.0.0", "::", "")))
    assert not any(map(is_unspecified, ("127.0.0.1", "a")))
    assert (url_of("127.0.0.1", 1), url_of("::1", 2)) == ("http://127.0.0.1:1", "http://[::1]:2")
