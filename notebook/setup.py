"""Builds the envelope command with Go and packs it into the wheel.

A wheel is for one platform and needs no C library. ENVELOPE_TARGET (as in linux/arm64) builds for another; see
wheels.py.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent

#: Wheel tags by Go's name of the platform; Go 1.26 asks for macOS 12. The binary is static, so any C library will do.
#: Others get those of this system.
TAGS = {
    "linux/amd64": "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
    "linux/arm64": "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    "darwin/arm64": "macosx_12_0_arm64",
    "darwin/amd64": "macosx_12_0_x86_64",
    "windows/amd64": "win_amd64",
}


#: Go's names of processors, where they are not those of the system.
PROCESSORS = {"x86_64": "amd64", "aarch64": "arm64", "i686": "386", "x86": "386", "armv7l": "arm"}


def target() -> str:
    """The platform to build for, as Go names it: this one, if ENVELOPE_TARGET does not say otherwise."""
    if "ENVELOPE_TARGET" in os.environ:
        return os.environ["ENVELOPE_TARGET"]
    system = {"win32": "windows"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    return f"{system}/{PROCESSORS.get(machine, machine)}"


class BuildCommand(build_py):
    """Builds the command with the package. Nothing of an earlier build, maybe for another platform, stays."""

    def run(self) -> None:
        shutil.rmtree(Path(self.build_lib) / "envelope", ignore_errors=True)
        super().run()
        package = HERE / "src" / "envelope" if self.editable_mode else Path(self.build_lib) / "envelope"
        shutil.rmtree(package / "bin", ignore_errors=True)
        system, _, machine = target().partition("/")
        compile_command(package / "bin" / ("envelope.exe" if system == "windows" else "envelope"), system, machine)


def compile_command(out: Path, system: str, machine: str) -> None:
    """Compiles the static binary, which needs no C compiler and no C library."""
    if not (HERE.parent / "go.mod").exists():
        sys.exit(
            "openenvelope: the Go sources are not beside notebook/; install a wheel, or from a clone of the repository"
        )
    if shutil.which("go") is None:
        sys.exit(
            "openenvelope: building needs Go 1.26 or later (https://go.dev/dl/); or install a wheel, which needs nothing"
        )
    subprocess.run(
        ["go", "build", "-trimpath", "-ldflags", "-s -w", "-o", str(out.resolve()), "./cmd/envelope"],
        cwd=HERE.parent,
        env={**os.environ, "CGO_ENABLED": "0", "GOOS": system, "GOARCH": machine},
        check=True,
    )


class Platform(Distribution):
    """What is installed is for one platform, though nothing is compiled for Python."""

    def has_ext_modules(self) -> bool:
        return True


class PlatformWheel(bdist_wheel):
    """A wheel for any Python 3 on one platform."""

    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", TAGS.get(target()) or super().get_tag()[2]


setup(distclass=Platform, cmdclass={"build_py": BuildCommand, "bdist_wheel": PlatformWheel})
