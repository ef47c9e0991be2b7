"""Builds the envelope command with Go and packs it into the wheel, with the licences of all that is in it.

A wheel is for one platform and needs no C library. ENVELOPE_TARGET (as in linux/arm64) builds for another; see
wheels.py. An sdist holds the Go sources of the command: Go builds it where that is installed.
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
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import notices  # noqa: E402
import pages  # noqa: E402

#: Where the Go sources are: those of the clone, or those that an sdist holds.
CLONE, ENGINE = HERE.parent, HERE / "engine"
SOURCES = ENGINE if (ENGINE / "go.mod").exists() else CLONE

#: Wheel tags by Go's name of the platform; Go 1.26 asks for macOS 12. The binary is static, so any C library will do.
#: Others get those of this system.
TAGS = {
    "linux/amd64": "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
    "linux/arm64": "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    "darwin/arm64": "macosx_12_0_arm64",
    "darwin/amd64": "macosx_12_0_x86_64",
    "windows/amd64": "win_amd64",
    "windows/arm64": "win_arm64",
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
    needs_go()
    subprocess.run(
        ["go", "build", "-trimpath", "-ldflags", "-s -w", "-o", str(out.resolve()), "./cmd/envelope"],
        cwd=SOURCES,
        env={**os.environ, "CGO_ENABLED": "0", "GOOS": system, "GOARCH": machine},
        check=True,
    )


def needs_go() -> None:
    if not (SOURCES / "go.mod").exists():
        sys.exit(
            "openenvelope: the Go sources are not beside notebook/; install a wheel or an sdist, or from a clone of the repository"
        )
    if shutil.which("go") is None:
        sys.exit(
            "openenvelope: building needs Go 1.26 or later (https://go.dev/dl/); or install a wheel, which needs nothing"
        )


def legal() -> None:
    """Puts the licence and the notices beside this file, where the metadata looks for them; an sdist has them already."""
    if SOURCES == CLONE and shutil.which("go") and (CLONE / "go.mod").exists():
        shutil.copyfile(CLONE / "LICENSE", HERE / "LICENSE")
        (HERE / "NOTICES.txt").write_text(notices.text(CLONE), encoding="utf-8")


class Sources(sdist):
    """An sdist with the Go sources that the command is built of."""

    def run(self) -> None:
        needs_go()
        super().run()

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        for path in notices.sources(SOURCES):
            target = Path(base_dir) / "engine" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(SOURCES / path, target)


class Platform(Distribution):
    """What is installed is for one platform, though nothing is compiled for Python."""

    def has_ext_modules(self) -> bool:
        return True


class PlatformWheel(bdist_wheel):
    """A wheel for any Python 3 on one platform."""

    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", TAGS.get(target()) or super().get_tag()[2]


legal()
setup(
    distclass=Platform,
    cmdclass={"build_py": BuildCommand, "bdist_wheel": PlatformWheel, "sdist": Sources},
    long_description=pages.readme(),
    long_description_content_type="text/markdown",
)
