"""Text that a notebook shows as it is."""

from __future__ import annotations


class Words(str):
    """A text of several lines. As the last line of a cell it is shown as it would be printed."""

    def __repr__(self) -> str:
        return str(self)
