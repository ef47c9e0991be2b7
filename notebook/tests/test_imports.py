"""How the modules of the package stand on each other."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

import envelope

FOLDER = Path(envelope.__file__).parent
MODULES = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")


@pytest.mark.parametrize("module", MODULES)
def test_each_module_is_imported_alone(module):
    """In a fresh interpreter, whose package is an empty one: nothing else was imported before it."""
    program = f"""
import importlib, sys, types
package = types.ModuleType("envelope")
package.__path__ = [{str(FOLDER)!r}]
sys.modules["envelope"] = package
importlib.import_module("envelope.{module}")
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)


def imported(module: str) -> set[str]:
    """Modules of the package that a module imports anywhere in its text, for types and within functions too."""
    found = set()
    for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            found |= {node.module.split(".")[0]} if node.module else {name.name for name in node.names}
    return found


def test_imports_have_no_circle():
    graph = {module: imported(module) for module in MODULES}
    assert graph["scenario"] >= {"result"} and graph["result"] >= {"charts", "figures"}
    assert set().union(*graph.values()) <= set(MODULES)
    order = list(graphlib.TopologicalSorter(graph).static_order())
    assert order.index("figures") < order.index("charts") < order.index("result") < order.index("scenario")
