"""The colours, as tokens: every widget asks for a meaning (`warn`, `muted`), never for a colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True)
class Tokens:
    """One theme's colours as #RRGGBB; `series` colours the parts of a chart, in order."""

    name: ThemeName
    background: str
    surface: str
    raised: str
    border: str
    strong: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    ok: str
    warn: str
    bad: str
    mark: str
    series: tuple[str, ...]


LIGHT = Tokens(
    name="light",
    background="#F4F5F7",
    surface="#FFFFFF",
    raised="#FFFFFF",
    border="#E1E5EA",
    strong="#C9D0D9",
    text="#1A1F27",
    muted="#5D6878",
    faint="#8A94A3",
    accent="#2563EB",
    on_accent="#FFFFFF",
    ok="#15803D",
    warn="#B45309",
    bad="#C4302B",
    mark="#7A3FF2",
    series=("#2F6DB5", "#E07B39", "#C23B4A", "#7A5BB5", "#3A9A7B", "#C9A227", "#8A97A8", "#B85C9E"),
)

DARK = Tokens(
    name="dark",
    background="#14171C",
    surface="#1B1F26",
    raised="#222730",
    border="#2A303A",
    strong="#3D4654",
    text="#E7EAF0",
    muted="#A0A9B8",
    faint="#768192",
    accent="#6FA0FF",
    on_accent="#0C1526",
    ok="#4ADE80",
    warn="#F5B14C",
    bad="#FF7A73",
    mark="#B795FF",
    series=("#5C9CE6", "#F0965A", "#EE6470", "#A388E0", "#57BE9B", "#E0BD4C", "#94A1B3", "#DA84C2"),
)

THEMES: dict[ThemeName, Tokens] = {"light": LIGHT, "dark": DARK}
