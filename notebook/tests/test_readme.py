"""What the pages print runs as it stands, from the root of a clone."""

from __future__ import annotations

import re

import pytest
from conftest import CLONE

BLOCK = re.compile(r"```python\n(import envelope\n.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    ("page", "says"), [("notebook/README.md", "The chance that NHS England balances in 2023/24"), ("README.md", "")]
)
def test_page(page, says, monkeypatch, capsys):
    blocks = BLOCK.findall((CLONE / page).read_text(encoding="utf-8"))
    assert len(blocks) == 1
    monkeypatch.chdir(CLONE)
    exec(compile(blocks[0], page, "exec"), {})
    assert says in capsys.readouterr().out
