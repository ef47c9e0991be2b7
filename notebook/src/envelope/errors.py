"""What goes wrong, in the library's own words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a scenario: where it stands, and what would be right.

    ``line`` and ``column`` count from 1; both are 0 for what was set from Python. ``path`` is the place by its keys, as
    in ``earmark.share``. ``kind`` says what sort of thing is wrong, for programs: ``missing``, ``unknown``,
    ``out_of_range`` and so on; ``suggestion`` is what was perhaps meant. ``problem`` is the sentence for people.
    """

    file: str
    line: int
    column: int
    path: str
    problem: str
    kind: str = ""
    key: str = ""
    also: tuple[str, ...] = ()
    where: str = ""
    found: str = ""
    wanted: str = ""
    suggestion: str = ""

    @classmethod
    def of(cls, message: dict[str, Any]) -> Fault:
        """The fault of a message of the program; what this package does not know of it is left out."""
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in message.items() if name in known}
        return cls(**given | {"also": tuple(message.get("also", ()))})

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return ": ".join(part for part in (place, self.path, self.problem) if part)


class EnvelopeError(Exception):
    """A run that could not be made."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the words alone, without a traceback through this package."""
        return [f"{type(self).__name__}: {self}"]


class BadInput(EnvelopeError):
    """A scenario or a request that does not make sense. ``faults`` lists every fault with its place."""

    def __init__(self, message: str, faults: list[Fault] | None = None) -> None:
        super().__init__(message)
        self.faults: list[Fault] = faults or []

    @property
    def path(self) -> str:
        """The place of the first fault by its keys, as in ``earmark.share``; empty if there is none."""
        return self.faults[0].path if self.faults else ""

    @property
    def line(self) -> int:
        """The line of the first fault; 0 if there is none."""
        return self.faults[0].line if self.faults else 0


class Cancelled(EnvelopeError):
    """A run that :meth:`envelope.Job.cancel` ended."""


class NotInResult(BadInput, KeyError):
    """A scenario, line, year or statistic that a result does not have."""
