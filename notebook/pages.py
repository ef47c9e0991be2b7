"""README.md as a page that is not in the repository shows it."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent

#: Where the links of README.md lead, on a page that is not in the repository.
PAGES = "https://github.com/openenvelope/envelope/blob/main/notebook/"


def readme() -> str:
    """README.md with links that lead somewhere from any page."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    return re.sub(r"\]\((?!https?:|#)([^)]+)\)", lambda link: f"]({absolute(link[1])})", text)


def absolute(link: str) -> str:
    page = PAGES + link
    while (shorter := re.sub(r"[^/]+/\.\./", "", page, count=1)) != page:
        page = shorter
    return page
