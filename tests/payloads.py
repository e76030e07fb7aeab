"""Sixty texts that somebody might put where people's words are shown, each after one way to be more than text.

`RAN` in one of them would say that it was run: a page in which it has appeared as anything but text is broken.
"""

from __future__ import annotations

from html.parser import HTMLParser

RAN = "sidlabRan"
CALL = f"window.{RAN}=1"

HTML = (
    f"<script>{CALL}</script>",
    f"</script><script>{CALL}</script>",
    f"</style><script>{CALL}</script>",
    f"</title><script>{CALL}</script>",
    f"</textarea><script>{CALL}</script>",
    f"--><script>{CALL}</script>",
    f"]]><script>{CALL}</script>",
    f"<img src=x onerror={CALL}>",
    f"<img src=x onerror='{CALL}'>",
    f'"><img src=x onerror={CALL}>',
    f"'><img src=x onerror={CALL}>",
    f'" autofocus onfocus={CALL} x="',
    f"' autofocus onfocus={CALL} x='",
    f"` onmouseover={CALL} x=`",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={CALL}></style></mglyph></math>",
    f"<body onload={CALL}>",
    f"<details open ontoggle={CALL}>",
    f"<iframe srcdoc='<script>parent.{RAN}=1</script>'></iframe>",
    f"<iframe src=javascript:parent.{RAN}=1></iframe>",
    f"<a href=javascript:{CALL}>click</a>",
    f"<form action=javascript:{CALL}><button>go</button></form>",
    "<base href=//canary.invalid/>",
    "<link rel=stylesheet href=//canary.invalid/a.css>",
    "<meta http-equiv=refresh content='0;url=//canary.invalid/'>",
    "<style>@import '//canary.invalid/a.css';*{display:none}</style>",
    f"<object data=javascript:{CALL}></object>",
    f"<template><script>{CALL}</script></template>",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"\N{FULLWIDTH LESS-THAN SIGN}script\N{FULLWIDTH GREATER-THAN SIGN}{CALL}",
)
TEMPLATES = (
    "{{ 7*7 }}{{ config }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "%s%n%(x)s{0.__class__}",
)
MARKDOWN = (
    f"[click](javascript:{CALL})",
    "![x](//canary.invalid/a.png)",
    f'![x](x"onerror="{CALL})',
    "| a | b |\n|---|---|\n| c | d |",
    "```\n# no heading\n```",
    "\n# a heading\n\n- [x] a task",
    f"<javascript:{CALL}>",
    "[a]: //canary.invalid/ 'x'\n[a]",
)
FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("//canary.invalid/","x")',
    "\t=1+1",
)
TERMINAL = (
    "\x1b[2J\x1b[H\x1b[31mfake\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;//canary.invalid/\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x9b31mC1\x9c",
    "ok\rfake\b\b\b\x7f",
    "line\nanother line: PASSED\u2028and more\u2029",
)
LETTERS = (
    "\u202egnp.exe\u202c\u2066x\u2069",
    "a\x00b\ufffe\ud7ff",
    "\u200bin\u200dvi\ufeffsible\u00ad",
)
PAYLOADS = (*HTML, *TEMPLATES, *MARKDOWN, *FORMULAS, *TERMINAL, *LETTERS)


class _Skeleton(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, ...]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, *(name for name, _ in attrs)))

    def handle_comment(self, data: str) -> None:
        self.parts.append(("comment",))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def skeleton(page: str) -> tuple[list[tuple[str, ...]], str]:
    """The elements of a page with the names of their attributes, in order, and all of its text."""
    parser = _Skeleton()
    parser.feed(page)
    parser.close()
    return parser.parts, "".join(parser.text)
