"""Builds the wheels, one for each platform, into dist/: python notebook/wheels.py. Needs Go, and pip with its network
for setuptools.

Each wheel holds the static binary of its platform, and the licences of all that is in it; any Python 3 from 3.10 on
will do. The script looks into every wheel that it made: its tags, its licences, that there is one binary, for that
platform, and that the Linux ones ask for no C library. With --twice it makes each wheel again and compares the bytes.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGETS = ("linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64")

#: When every file of a wheel says that it was made, so that the same sources give the same bytes: 1 January 2020.
MADE = "1577836800"


#: What a binary begins with, and its processor: of ELF, Mach-O and PE.
_MACHINES = {
    "linux/amd64": ("ELF", 62),
    "linux/arm64": ("ELF", 183),
    "darwin/amd64": ("Mach-O", 0x01000007),
    "darwin/arm64": ("Mach-O", 0x0100000C),
    "windows/amd64": ("PE", 0x8664),
    "windows/arm64": ("PE", 0xAA64),
}
_LC_BUILD_VERSION = 0x32  # the command of a Mach-O file that names the oldest system
_PT_INTERP = 3  # the segment of an ELF file that names the loader of its C library


def build(target: str, out: Path) -> Path:
    """Builds the wheel of a platform, as Go names it, in a folder of its own."""
    with tempfile.TemporaryDirectory() as made:
        # Each build has a folder of its own: what setuptools leaves in one must not get into the next.
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "--wheel-dir", made, str(HERE)]
        subprocess.run(command, check=True, env={"SOURCE_DATE_EPOCH": MADE, **os.environ, "ENVELOPE_TARGET": target})
        (wheel,) = Path(made).glob("*.whl")
        out.mkdir(exist_ok=True)
        return Path(shutil.move(wheel, out / wheel.name))


def inspect(wheel: Path, target: str) -> str:
    """Checks a wheel and describes it."""
    with zipfile.ZipFile(wheel) as z:
        names = z.namelist()
        binaries = [n for n in names if n.startswith("envelope/bin/")]
        name = "envelope/bin/envelope.exe" if target.startswith("windows") else "envelope/bin/envelope"
        if binaries != [name]:
            sys.exit(f"{wheel.name}: the binaries are {binaries}, not {name}")
        if not target.startswith("windows") and not z.getinfo(name).external_attr >> 16 & 0o100:
            sys.exit(f"{wheel.name}: {name} is not executable")
        if (found := machine(z.read(name))) != _MACHINES[target]:
            sys.exit(f"{wheel.name}: the binary is for {found}")
        if target.startswith("linux") and (loader := interpreter(z.read(name))):
            sys.exit(f"{wheel.name}: the binary is not static; it asks for {loader}")
        if target.startswith("darwin") and (oldest := oldest_macos(z.read(name))) not in wheel.name:
            sys.exit(f"{wheel.name}: the binary asks for {oldest}")
        if {"LICENSE", "NOTICES.txt"} - {Path(n).name for n in names if ".dist-info/licenses/" in n}:
            sys.exit(f"{wheel.name}: the licences are not in it")
        (metadata,) = [n for n in names if n.endswith(".dist-info/WHEEL")]
        text = z.read(metadata).decode()
    tags = [line.split(": ")[1] for line in text.splitlines() if line.startswith("Tag: ")]
    promised = [f"py3-none-{platform}" for platform in wheel.stem.split("-")[-1].split(".")]
    if sorted(tags) != sorted(promised) or "Root-Is-Purelib: false" not in text:
        sys.exit(f"{wheel.name}: its metadata says {tags}")
    return f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, {', '.join(tags)}"


def machine(binary: bytes) -> tuple[str, int]:
    """The format of a binary and its number of the processor."""
    if binary[:4] == b"\x7fELF":
        return "ELF", struct.unpack_from("<H", binary, 18)[0]
    if binary[:4] == b"\xcf\xfa\xed\xfe":
        return "Mach-O", struct.unpack_from("<I", binary, 4)[0]
    if binary[:2] == b"MZ":
        at = struct.unpack_from("<I", binary, 60)[0]
        return "PE", struct.unpack_from("<H", binary, at + 4)[0]
    return "nothing known", 0


def interpreter(binary: bytes) -> str:
    """The loader that an ELF binary of 64 bits asks for; empty where it is static."""
    at, size, count = struct.unpack_from("<Q", binary, 32)[0], *struct.unpack_from("<HH", binary, 54)
    for i in range(count):
        kind, _, offset, _, _, length = struct.unpack_from("<IIQQQQ", binary, at + i * size)
        if kind == _PT_INTERP:
            return binary[offset : offset + length].rstrip(b"\0").decode()
    return ""


def oldest_macos(binary: bytes) -> str:
    """The oldest macOS that a Mach-O binary of 64 bits runs on, as in a tag: macosx_12_0."""
    at = 32
    for _ in range(struct.unpack_from("<I", binary, 16)[0]):
        kind, size = struct.unpack_from("<II", binary, at)
        if kind == _LC_BUILD_VERSION:
            version = struct.unpack_from("<I", binary, at + 12)[0]
            return f"macosx_{version >> 16}_{version >> 8 & 0xFF}_"
        at += size
    return "a version that it does not name"


def main() -> None:
    asked = [target for target in sys.argv[1:] if target != "--twice"] or TARGETS
    for target in asked:
        wheel = build(target, HERE / "dist")
        print(inspect(wheel, target), flush=True)
        if "--twice" in sys.argv:
            with tempfile.TemporaryDirectory() as other:
                if build(target, Path(other)).read_bytes() != wheel.read_bytes():
                    sys.exit(f"{wheel.name}: made again, it has other bytes")
            print("  the same bytes when made again", flush=True)


if __name__ == "__main__":
    main()
