"""What a run found: its figures, pictures and paths."""

from __future__ import annotations

import hashlib
import html
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow.parquet import ParquetFile

from . import charts, command
from .errors import BadInput
from .figures import Figures, divisor
from .flags import flags

_KEY, _MANIFEST_KEY = b"envelope", b"envelope.manifest"

#: The files of a folder of results that :meth:`Result.save` writes.
RECORDS, MANIFEST = "results.parquet", "manifest.json"


class Result(Figures):
    """What a run found. ``records`` has every figure in long form; the rest are views of it.

    ``name``, ``set`` (what was set for it, in words; the name has it too), ``answer`` (the question answered in words),
    ``year`` (the one that the answer is for), ``years``, ``scenarios`` (the baseline first), ``comparisons``,
    ``lines``, ``currency``, ``paths_run``, ``seed``, ``hash`` (equal hashes, equal results), ``warnings`` and
    ``not_modelled`` say what it is; ``env`` is the scenario that it is a run of. Results with equal hashes are equal.

    A scenario may be named by how its name begins, where only one begins so. A line of a body is named with it: "Acute
    trust: balance".
    """

    def __init__(self, env: Any, raw: bytes, records: pd.DataFrame, about: dict[str, Any], given: list[str]) -> None:
        super().__init__(records, about)
        self.env = env
        self._raw = raw
        self._flags = given

    @classmethod
    def read(cls, env: Any, raw: bytes, given: Iterable[str] = ()) -> Result:
        """The result that ``envelope run --format parquet`` printed, of a scenario with some flags."""
        try:
            table = ParquetFile(pa.BufferReader(raw)).read()
            return cls(env, raw, table.to_pandas(), json.loads(table.schema.metadata[_KEY]), list(given))
        except (pa.ArrowException, KeyError, TypeError, ValueError):
            raise command.stranger() from None

    @staticmethod
    def manifest_in(raw: bytes) -> str:
        """The manifest that the records of a run have with them."""
        try:
            return str(ParquetFile(pa.BufferReader(raw)).schema_arrow.metadata[_MANIFEST_KEY].decode())
        except (pa.ArrowException, KeyError, TypeError):
            raise BadInput("the file does not hold the records of a run with their manifest") from None

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Writes the result to a folder, without running it again: results.parquet with every figure, and
        manifest.json, the record that ``envelope verify`` runs again. :func:`envelope.read` gives it back. A folder
        that another run left more in is refused. Returns the folder.
        """
        target = Path(folder).expanduser()
        manifest = json.loads(self.manifest_in(self._raw))
        manifest["files"] = [{"name": RECORDS, "sha256": hashlib.sha256(self._raw).hexdigest()}]
        try:
            target.mkdir(parents=True, exist_ok=True)
            _ours(target)
            for name, data in ((RECORDS, self._raw), (MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))):
                part = target / f".{name}.part"
                part.write_bytes(data if isinstance(data, bytes) else data.encode())
                part.replace(target / name)
        except OSError as error:
            raise BadInput(f"{target}: {error.strerror}") from None
        return target

    def __eq__(self, other: object) -> bool:
        return self.hash == other.hash if isinstance(other, Result) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.hash)

    def paths(
        self,
        lines: str | Iterable[str],
        sample: int | None = None,
        *,
        unit: str | None = None,
        tidy: bool = False,
        workers: int | None = None,
        progress: bool | command.Progress = True,
    ) -> pd.DataFrame:
        """The figures of every path of this run, a row each; ``sample`` takes only the first so many.

        The columns are a line and a year, below their scenario where there are several; ``tidy`` has a row for each
        figure instead. Money is in the currency's unit, or in "bn", "m" or "000" of it.
        """
        fixed = flags(paths=self.paths_run, seed=self.seed, lines=lines, sample=sample, workers=workers)
        found: pd.DataFrame = self.env._paths([*self._flags, *fixed], progress, unit, tidy)
        return found

    def fan(
        self,
        line: str = "balance",
        scenario: str | Iterable[str] | None = None,
        *,
        title: str | None = None,
        size: tuple[int, int] | None = None,
        ax: Any = None,
        backend: str | None = None,
    ) -> Any:
        """Draws a line's percentiles as a fan, for one scenario or several: an Altair chart, or a matplotlib figure.

        ``title`` stands in place of the result's name and the line's; ``size`` is a panel's width and height in points
        (340 × 240 of them where none is given). ``ax`` are axes of matplotlib's to draw one scenario on; they are then
        returned. ``backend`` is "altair" or "matplotlib"; by default the first that is installed.
        """
        return charts.fan(self, line, self._several(scenario), charts.Look(title, size, ax, backend))

    def earmark(
        self,
        scenario: str | Iterable[str] | None = None,
        *,
        title: str | None = None,
        size: tuple[int, int] | None = None,
        ax: Any = None,
        backend: str | None = None,
    ) -> Any:
        """Draws what becomes of the earmark, year by year: spent, and diverted to deficits (means of all paths).

        The options are those of :meth:`fan`.
        """
        return charts.earmark(self, self._several(scenario), charts.Look(title, size, ax, backend))

    def _several(self, scenario: str | Iterable[str] | None) -> list[str]:
        if scenario is None:
            return self.scenarios[:4]
        return [self._named(name) for name in ([scenario] if isinstance(scenario, str) else scenario)]

    def __repr__(self) -> str:
        return f"<envelope.Result {self.name!r}: {self.paths_run:,} paths, seed {self.seed}, {self.hash[:12]}>"

    def __str__(self) -> str:
        return "\n".join([self.name, self.answer, *self.warnings])

    def _repr_html_(self) -> str:
        """The answer, and a picture of the balance where there is one."""
        parts = [f"<p><b>{html.escape(self.name)}</b></p>", f"<p>{html.escape(self.answer)}</p>"]
        parts += [f"<p>⚠ {html.escape(w)}</p>" for w in self.warnings]
        if "balance" in self.lines:
            parts.append(charts.inline(self, "balance", self._several(None)))
        parts.append(
            f"<p style='color:#666;font-size:85%'>{self.paths_run:,} paths, seed {self.seed}, result {self.hash[:12]}</p>"
        )
        return "".join(parts)


def _ours(folder: Path) -> None:
    """Refuses a folder in which a run left more than :meth:`Result.save` writes."""
    try:
        listed = {file["name"] for file in json.loads((folder / MANIFEST).read_bytes())["files"]}
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError):
        listed = {MANIFEST}
    if more := sorted(listed - {RECORDS}):
        raise BadInput(f"{folder} holds the files of another run, {more[0]} among them; choose another folder")


def read_paths(file: str | Path, unit: str | None = None, tidy: bool = False) -> pd.DataFrame:
    """The paths of a Parquet file that ``envelope run --paths-out`` wrote: the number of the path is the index."""
    with ParquetFile(file) as source:  # column by column: little more than the frame is in memory at a time

        def figures(name: str) -> Any:
            found = source.read([name]).column(name).to_numpy()
            return found if found.flags.writeable else found.copy()

        columns = json.loads(source.schema_arrow.metadata[_KEY])["columns"]
        index = pd.Index(figures("path"), name="path")
        read = {i: _in_unit(figures(c["column"]), divisor(c["unit"], unit)) for i, c in enumerate(columns)}
    frame = pd.DataFrame(read, index=index, copy=False)
    several = len({c["scenario"] for c in columns}) > 1
    names = [(*((c["scenario"],) if several else ()), _line(c), c["year"]) for c in columns]
    frame.columns = pd.MultiIndex.from_tuples(names, names=[*(["scenario"] if several else []), "line", "year"])
    return frame.melt(ignore_index=False).reset_index() if tidy else frame


def _in_unit(figures: Any, by: float) -> Any:
    return figures if by == 1 else figures / by


def _line(column: dict[str, str]) -> str:
    """A column's line, with its body where that is one of several."""
    return f"{column['body']}: {column['line']}" if "bodies." in column["column"] else column["line"]
