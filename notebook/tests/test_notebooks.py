"""The notebooks run from top to bottom, and what is checked in is what comes out: every figure and every word of text outputs."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")
pytest.importorskip("vl_convert")

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))
import execute  # noqa: E402

NOTEBOOKS = sorted(execute.FOLDER.glob("*.ipynb"))


def said(cell) -> list[str]:
    """The text outputs of a cell: words and figures, however they are spaced and wrapped, without a chart's number."""
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        page = re.sub(r"<style.*?</style>|<[^>]*>", " ", data.get("text/html", ""), flags=re.DOTALL)
        page = re.sub(r"altair-viz-[0-9a-f]+", "altair-viz", page)
        text = (output.get("text") or output.get("evalue") or data.get("text/plain", "")) + page
        texts += re.sub(r"<[\w.]*Chart.*?>|alt\.\w*Chart\(\.\.\.\)", "a chart", text).replace("\\", " ").split()
    return texts


def pictures(cell) -> int:
    return sum(
        "image/png" in output.get("data", {})
        or re.search("<img|altair-viz", output.get("data", {}).get("text/html", "")) is not None
        for output in cell.get("outputs", [])
    )


#: What a notebook shows beside the package itself.
NEEDS = {"sweep": ("SALib", "ema_workbench", "scipy")}


def test_there_are_six():
    assert [n.stem for n in NOTEBOOKS] == ["drivers", "earmark", "month", "own_data", "settlement", "sweep"]


def test_what_is_printed_in_pieces_is_one_output():
    printed, chart = ["5% of ", "bal", "ance"], nbformat.v4.new_output("display_data")
    pieces = [nbformat.v4.new_output("stream", text=text) for text in printed]
    pieces.insert(2, chart)
    assert [o.get("text") for o in execute._joined(pieces)] == ["5% of bal", None, "ance"]


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.stem)
def test_notebook(file):
    for package in NEEDS.get(file.stem, ()):
        pytest.importorskip(package)
    checked_in = nbformat.read(file, as_version=4)
    fresh = execute.execute(file)
    drawn = 0
    for was, now in zip(checked_in.cells, fresh.cells, strict=True):
        assert said(now) == said(was), was.source
        assert pictures(now) == pictures(was), was.source
        drawn += pictures(now)
        for output in now.get("outputs", []):
            assert "Traceback" not in "".join(output.get("traceback", [])), was.source
    assert drawn >= 2
    assert sum(len(said(cell)) for cell in fresh.cells) > 200
