"""Runs the notebooks and writes them back with their outputs: python notebook/execute.py. Progress bars are left out."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent / "notebooks"


def execute(file: Path) -> nbformat.NotebookNode:
    """A notebook with the outputs of a run from top to bottom in its folder."""
    book = nbformat.read(file, as_version=4)
    NotebookClient(
        book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(file.parent)}}
    ).execute()
    for cell in book.cells:
        cell.metadata.pop("execution", None)  # when it was run
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr" and not _widget(o)]
    book.metadata.language_info = {"name": "python"}
    return book


def _widget(output: nbformat.NotebookNode) -> bool:
    return "application/vnd.jupyter.widget-view+json" in output.get("data", {})


if __name__ == "__main__":
    for file in sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(execute(file), file)
        print(file.name, file=sys.stderr)
