"""Options of the command line from arguments of a call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .errors import BadInput

_WHOLE = {"paths", "seed", "workers", "sample", "path", "depth"}


def flags(**options: Any) -> list[str]:
    """Options of the command line: numbers whole, lists joined, True without a value, what is None or False left out."""
    made: list[str] = []
    for option, value in options.items():
        name = option.replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            made.append(f"--{name}")
        elif name in _WHOLE:
            made.append(f"--{name}={_whole(name, value)}")
        else:
            made.append(f"--{name}={_text(name, value)}")
    return made


def _text(name: str, value: Any) -> str:
    """A text as it is; several joined, each as it is."""
    if isinstance(value, str):
        return value
    if not isinstance(value, Iterable) or isinstance(value, (bytes, bytearray)):
        raise BadInput(f"{name}: {value!r} is not a text")
    by = ";" if name == "scenario" else ","
    return by.join(text_given(name, each).replace(by, "\\" + by) for each in value)


def text_given(name: str, value: Any) -> str:
    """A text, refused if it is none."""
    if not isinstance(value, str):
        raise BadInput(f"{name}: {value!r} is not a text")
    return value


def _whole(name: str, value: Any) -> str:
    """A whole number, as 1_000_000 or 1e6."""
    try:
        if int(value) == value:
            return str(int(value))
    except (TypeError, ValueError, OverflowError):
        pass
    raise BadInput(f"{name}: {value!r} is not a whole number")
