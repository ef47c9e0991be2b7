"""Runs the notebooks and writes them back with their outputs: python notebook/execute.py.

What showed how far a run was is left out.
"""

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
            cell.outputs = _joined([o for o in cell.outputs if o.get("name") != "stderr" and not _gone(o)])
    book.metadata.language_info = {"name": "python"}
    return book


def _joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """The outputs with what was printed in one piece: a kernel sends it in several, as its clock has it."""
    joined: list[nbformat.NotebookNode] = []
    for output in outputs:
        if joined and output.output_type == joined[-1].output_type == "stream":
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _gone(output: nbformat.NotebookNode) -> bool:
    """Whether an output is what is left of a line that showed how far a run was."""
    return output.get("data") == {"text/plain": ""}


if __name__ == "__main__":
    for file in sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(execute(file), file)
        print(file.name, file=sys.stderr)
