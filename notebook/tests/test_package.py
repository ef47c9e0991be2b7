"""What goes with the package: the terms of all that is in it, and a page whose links lead somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CLONE

from envelope import command

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))
import notices  # noqa: E402
import pages  # noqa: E402

needs_go = pytest.mark.skipif(shutil.which("go") is None or not (CLONE / "go.mod").exists(), reason="needs Go, a clone")


@needs_go
def test_the_notices_name_every_module_of_the_binary():
    said = subprocess.run(["go", "version", "-m", command.binary()], capture_output=True, text=True, check=True).stdout
    inside = set(re.findall(r"^\tdep\t(\S+)\t(\S+)", said, re.MULTILINE))
    assert len(inside) > 10
    assert inside <= {(name, version) for name, version, _ in notices.modules()}
    text = notices.text()
    for name, version in inside:
        assert f"\n{name} {version}\n" in text
    assert text.count("Permission is hereby granted") + text.count("Redistribution and use in source") > 10
    assert "the Go standard library go1." in text


@needs_go
def test_an_sdist_has_what_go_builds():
    paths = notices.sources()
    assert Path("cmd/envelope/main.go") in paths and Path("go.sum") in paths
    assert not [p for p in paths if p.name.endswith("_test.go") or p.parts[0] == "notebook"]
    embedded = {p.name for p in paths if p.suffix in (".yaml", ".csv", ".html")}
    assert {"body.yaml", "gdp_deflator.csv", "page.html"} <= embedded


def test_links_lead_somewhere():
    links = re.findall(r"\]\(([^)]+)\)", (HERE / "README.md").read_text(encoding="utf-8"))
    relative = [link for link in links if not link.startswith("https:")]
    assert len(relative) > 5
    assert [link for link in relative if not (HERE / link).exists()] == []
    shown = re.findall(r"\]\(([^)]+)\)", pages.readme())
    assert len(shown) == len(links) and all(link.startswith("https://") and "/../" not in link for link in shown)
    assert (
        pages.absolute("../examples/cluster") == "https://github.com/openenvelope/envelope/blob/main/examples/cluster"
    )
