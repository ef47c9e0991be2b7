"""The licences of everything in the command's binary, for the wheel and the sdist: python notebook/notices.py [FILE].

They are read from the modules that Go builds the command of, so that none can be forgotten. Needs Go and the clone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: How the names of files begin that say under which terms a module may be passed on.
_TERMS = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS")


def modules(root: Path = ROOT) -> list[tuple[str, str, Path]]:
    """The modules in the binary, of any platform that there are wheels for: name, version, folder; Go itself first."""
    found: dict[tuple[str, str], Path] = {}
    for system in ("linux", "darwin", "windows"):
        for package in _packages(root, system):
            module = package.get("Module")
            if module and not module.get("Main"):
                module = module.get("Replace") or module
                found[module["Path"], module["Version"]] = Path(module["Dir"])
    environment = json.loads(_go(root, "env", "-json", "GOROOT", "GOVERSION"))
    go = ("the Go standard library", environment["GOVERSION"], Path(environment["GOROOT"]))
    return [go, *((name, version, folder) for (name, version), folder in sorted(found.items()))]


def sources(root: Path = ROOT) -> list[Path]:
    """The files of this repository that the command is built of on any platform, by their paths from its root."""
    found = {Path("go.mod"), Path("go.sum"), Path("LICENSE")}
    kinds = ("GoFiles", "IgnoredGoFiles", "SFiles", "HFiles", "IgnoredOtherFiles", "EmbedFiles")
    for system in ("linux", "darwin", "windows"):
        for package in _packages(root, system):
            if package.get("Module", {}).get("Main"):
                folder = Path(package["Dir"]).relative_to(root)
                found |= {folder / name for kind in kinds for name in package.get(kind) or []}
    return sorted(path for path in found if not path.name.endswith("_test.go"))


def text(root: Path = ROOT) -> str:
    """The notices, a part for each module. A module without terms is an error."""
    parts = ["The envelope command contains the following, each under its own terms.\n"]
    for name, version, folder in modules(root):
        terms = sorted(f for f in folder.iterdir() if f.is_file() and f.name.upper().startswith(_TERMS))
        if not terms:
            raise SystemExit(f"notices: {name} {version} has no file with its terms")
        heading = f"{name} {version}".strip()
        parts.append(f"{'=' * 80}\n{heading}\n{'=' * 80}\n")
        parts += [f"{f.name}\n\n{f.read_text(encoding='utf-8', errors='replace').strip()}\n" for f in terms]
    return "\n".join(parts)


def _packages(root: Path, system: str) -> list[dict]:
    stream = _go(root, "list", "-deps", "-json", "./cmd/envelope", system=system)
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(stream):
        package, at = decoder.raw_decode(stream, at)
        found.append(package)
        while at < len(stream) and stream[at].isspace():
            at += 1
    return found


def _go(root: Path, *arguments: str, system: str = "linux") -> str:
    env = {**os.environ, "CGO_ENABLED": "0", "GOOS": system, "GOARCH": "amd64"}
    return subprocess.run(["go", *arguments], cwd=root, env=env, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text(), encoding="utf-8")
    else:
        print(text())
