"""Where scenarios and results come from, and how two are held against each other."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from . import assumptions, command
from .answer import Answer
from .errors import BadInput, EnvelopeError
from .flags import flags, text_given
from .progress import bar
from .result import MANIFEST, RECORDS, Result
from .scenario import Spec
from .words import Words


def load(file: str | os.PathLike[str]) -> Spec:
    """Loads a scenario file, YAML, or JSON if its name ends in .json, and checks it: BadInput lists every fault with
    its line. Of a folder of results, or its manifest.json, it is the scenario of that run: its text and tables, what
    was set, and its paths and seed where none are asked for.

    The text is read once; tables that it names are read from its folder when it is run.
    """
    path = _path(file)
    if (path / MANIFEST).is_file():
        path = path / MANIFEST
    name = str(file if path.name != MANIFEST else path)
    return loads(_bytes(path).decode("utf-8", errors="surrogateescape"), name, path.parent)


def loads(text: str, name: str = "scenario", folder: str | os.PathLike[str] | None = None) -> Spec:
    """A scenario from its text, checked. ``folder`` is where the tables are that it names, if it names any."""
    text_given("text", text)
    text_given("name", name)
    scenario = Spec(text, name, None if folder is None else _absolute(folder))
    scenario.check()
    return scenario


def from_dict(tree: Mapping[str, Any], name: str = "scenario", folder: str | os.PathLike[str] | None = None) -> Spec:
    """A scenario from a dict with the keys of a file, checked. ``schema`` may be left out. A Series is read as by :meth:`Spec.set`."""
    if not isinstance(tree, Mapping):
        raise BadInput(f"from_dict: {type(tree).__name__} is not a dict with the keys of a file")
    tree = {"schema": 1, **tree}

    @functools.cache
    def years() -> list[str]:
        """The scenario's years, from the keys that say which they are."""
        frame: dict[str, Any] = {key: tree[key] for key in ("years", "first_month") if key in tree}
        least: dict[str, Any] = {
            "schema": 1,
            **frame,
            "funding": {"baseline": "1bn", "real_growth": 0},
            "need": {"real_growth": 0},
            "not_modelled": [],
        }
        return Spec(json.dumps(least), name)._years()

    return loads(assumptions.text_of(tree, years), name, folder)


def from_frame(
    table: pd.DataFrame,
    about: Mapping[str, Any] | None = None,
    name: str = "scenario",
    folder: str | os.PathLike[str] | None = None,
) -> Spec:
    """A scenario from a table of assumptions, as :meth:`Spec.set_frame` reads it, checked.

    ``about`` is a dict with what is no assumption: ``years``, ``name``, ``currency``, ``lines``.
    """
    return from_dict(assumptions.tree(assumptions.by_place(table), about or {}), name, folder)


def read(folder: str | os.PathLike[str]) -> Result:
    """A result that :meth:`Result.save`, ``env.run(out=)`` or ``envelope run --out`` left in a folder, without running
    it again: its figures, pictures and, from its manifest, new paths. A file results.parquet alone will do.

    Of a folder that an older version left without that file, the run is made again, and has to come to the same.
    """
    path = _path(folder)
    file, manifest = (path / RECORDS, path / MANIFEST) if path.is_dir() else (path, None)
    recorded = json.loads(_bytes(manifest)) if manifest is not None else {}
    if manifest is not None and not file.exists():
        result = load(path).run()
        if result.hash != recorded.get("result_hash"):
            raise EnvelopeError(f"{folder}: run again, it comes to other figures; envelope.verify says which")
        return result
    raw = _bytes(file)
    for listed in recorded.get("files", []):
        if listed["name"] == RECORDS and listed["sha256"] != hashlib.sha256(raw).hexdigest():
            raise EnvelopeError(f"{file} is not the file that its manifest lists; it was changed")
    text = Result.manifest_in(raw)
    return Result.read(Spec(text, str(file.parent / MANIFEST)), raw)


def verify(
    run: Result | str | os.PathLike[str],
    *,
    alone: bool = False,
    workers: int | None = None,
    long: bool = False,
    progress: bool | command.Progress = True,
) -> Words:
    """Runs what a folder of results records again, and says that every figure is the same, bit for bit, and every file
    as it was written; it raises EnvelopeError, with what differs, if not. ``alone`` looks at the manifest alone.
    """
    with command.folder() as made, bar(progress) as show:
        at = run.save(made / "run") if isinstance(run, Result) else _path(run)
        given = flags(alone=alone, workers=workers, long=long)
        return Words(command.run(["verify", *given, "--", str(at)], "", show).decode().rstrip())


def diff(
    old: Result | Spec | str | os.PathLike[str],
    new: Result | Spec | str | os.PathLike[str],
    figure: str = "chance that balance",
    *,
    paths: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    long: bool = False,
) -> Answer:
    """What differs between two results, scenarios, scenario files or folders of results, and what each difference did
    to a figure, on the same draws: as many as ``paths``, or as the new one has. A table without rows says that nothing
    differs, or only luck.
    """
    text_given("figure", figure)
    with command.folder() as made:
        sides = [_recorded(side, made / name) for side, name in ((old, "old"), (new, "new"))]
        if paths is None and isinstance(new, Spec):
            paths = new.check()["paths"]
        given = flags(format="json", paths=paths, seed=seed, workers=workers, long=long)
        return Answer._of(command.answer(command.run(["diff", *given, "--", *sides, figure], ""), "value", "rows"))


def _recorded(side: Any, folder: Path) -> str:
    """A side of a comparison as a path for the command."""
    if isinstance(side, Spec):  # a run of one path has all that it takes to run more
        side = side.run(paths=1, progress=False)
    return str(side.save(folder) if isinstance(side, Result) else _path(side))


def _path(given: Any) -> Path:
    try:
        return Path(given).expanduser()
    except (TypeError, RuntimeError):
        raise BadInput(f"{given!r} is not the path of a file or folder") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise BadInput(f"{path}: {error}") from None


def _absolute(folder: str | os.PathLike[str]) -> str:
    try:
        return str(_path(folder).absolute())
    except OSError as error:
        raise BadInput(f"{folder}: the folder where Python runs: {error.strerror}") from None
