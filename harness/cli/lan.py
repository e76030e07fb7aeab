"""The option `--lan [INTERFACE]`: devices of the LAN may take part."""

from __future__ import annotations

from typing import Any

import click

from harness.lan.places import NoPlaceError, choose
from harness.options import OptionError


class Interface(click.ParamType[str]):
    """An interface's name or an address of this machine; empty where none is named."""

    name = "interface"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's
        param: click.Parameter | None,  # noqa: ARG002 - click's
        ctx: click.Context | None,  # noqa: ARG002 - click's
    ) -> str:
        """The text itself. OptionError when nothing is called so: it may be another word of the line."""
        named = str(value)
        try:
            if named:
                choose(named)
        except NoPlaceError as error:
            raise OptionError(f"--lan: {error}; without a name, put --lan behind all other words") from None
        return named


LAN = click.option(
    "--lan",
    metavar="[INTERFACE]",
    type=Interface(),
    is_flag=False,
    flag_value="",
    help="Let devices of the LAN take part, by a join address that is printed; INTERFACE is a name or an address, "
    "by default the likeliest. With --listen: other machines may reach that address.",
)
