"""What goes into wheels: a static binary, recognised for what it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from envelope import command

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import wheels


@pytest.mark.skipif(sys.platform != "linux" or "ENVELOPE" in os.environ, reason="looks into the packed ELF file")
def test_the_binary_is_static():
    binary = Path(command.binary()).read_bytes()
    assert wheels.machine(binary) in (wheels._MACHINES["linux/amd64"], wheels._MACHINES["linux/arm64"])
    assert wheels.interpreter(binary) == ""
    python = Path(sys.executable).resolve().read_bytes()
    assert wheels.machine(python)[0] == "ELF"
    assert "/ld-" in wheels.interpreter(python), "a program that needs a C library is found out"


def test_every_wheel_has_tags():
    setup = (Path(wheels.__file__).parent / "setup.py").read_text(encoding="utf-8")
    for target in wheels.TARGETS:
        assert f'"{target}": "' in setup
        assert target in wheels._MACHINES
