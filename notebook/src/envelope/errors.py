"""What goes wrong, in the library's own words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a scenario: where it stands, and what would be right.

    ``line`` and ``column`` count from 1; both are 0 for what was set from Python. ``path`` is the place by its keys, as in
    ``earmark.share``.
    """

    file: str
    line: int
    column: int
    path: str
    problem: str

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


class NotInResult(BadInput, KeyError):
    """A scenario, line, year or statistic that a result does not have."""
