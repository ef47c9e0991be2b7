"""Runs the envelope command: one process for each call, the scenario on its standard input."""

from __future__ import annotations

import contextlib
import contextvars
import csv
import dataclasses
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from .errors import BadInput, Cancelled, EnvelopeError, Fault

#: Called with the paths done and all of them.
Progress = Callable[[int, int], object]

_BAD_INPUT = 2
_GRACE = 0.1  # seconds for an interrupted run to end by itself
_TURN = 0.1  # seconds after which waiting looks for an interrupt, where the system does not wake it

#: What ends the runs of the job that is under way here, once it is set.
stop: contextvars.ContextVar[threading.Event | None] = contextvars.ContextVar("stop", default=None)


def binary() -> str:
    """The path of the command: that of the environment variable ENVELOPE, else the one packed with this package."""
    given = os.environ.get("ENVELOPE")
    if given:
        return given
    packed = Path(__file__).parent / "bin" / ("envelope.exe" if sys.platform == "win32" else "envelope")
    if not packed.exists():
        raise EnvelopeError(
            "the envelope command is not packed with this package; install a wheel, or with pip from a clone with Go"
        )
    return str(packed)


@contextlib.contextmanager
def folder(within: str | None = None) -> Iterator[Path]:
    """A folder for files of one call."""
    try:
        made = tempfile.TemporaryDirectory(prefix="envelope-", dir=within)
    except OSError as error:
        raise EnvelopeError(f"there is no room for temporary files: {error.strerror or error}") from None
    with made as name:
        yield Path(name)


def write_table(file: Path, heading: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Writes a table that the command reads."""
    with file.open("w", newline="", encoding="utf-8", errors="surrogateescape") as out:
        try:
            csv.writer(out, lineterminator="\n").writerows([heading, *rows])
        except csv.Error as wrong:  # a NUL, before Python 3.11
            raise BadInput(f"a text has a character that no table can hold: {wrong}") from None


def answer(raw: bytes, *keys: str) -> dict[str, Any]:
    """What the command printed as JSON, which has some keys."""
    try:
        found = json.loads(raw)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not found.keys() >= set(keys):
        raise stranger()
    return found


def stranger() -> EnvelopeError:
    """The error of a program that does not answer as the command of this package does."""
    return EnvelopeError(f"{binary()} is not the envelope command that this package reads; ENVELOPE names another")


def run(
    arguments: list[str],
    text: str,
    progress: Progress | None = None,
    at: str | None = None,
    settings: tuple[str, str] | None = None,
) -> bytes:
    """Runs the command with a text on its standard input and returns what it prints. ``at`` is its path,
    where it is another than :func:`binary`. ``settings`` is a file of settings made for the call, and what faults in
    it are said to be of.

    Raises BadInput with every fault, and EnvelopeError for anything else that fails. Whatever ends the waiting (an
    interrupt of the kernel, an error in ``progress``) ends the run too: no process is left behind.
    """
    if any("\0" in argument for argument in arguments):
        raise BadInput("a name has the character NUL in it, which none can have")
    process = _start([at or binary(), "--messages", "json", *arguments])
    try:
        return _Call(process, text, settings).finish(progress)
    except BaseException:
        _stop(process)
        raise


def _start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """A process of a group of its own, so that a terminal's Ctrl-C does not reach it twice: it is passed on from here."""
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    try:
        return subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise EnvelopeError(f"the envelope command cannot be started: {arguments[0]}: {why}") from None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Interrupts the run, and ends it if it does not end by itself."""
    try:
        if process.poll() is None and sys.platform != "win32":
            process.send_signal(signal.SIGINT)
            process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        pass
    finally:
        process.kill()  # does nothing to a process that has ended
        process.wait()


class _Call:
    """A run under way. Threads move its input and output, so that whoever waits can be interrupted on every system."""

    def __init__(self, process: subprocess.Popen[bytes], text: str, settings: tuple[str, str] | None) -> None:
        assert process.stdin and process.stdout and process.stderr
        self._settings = settings
        self._stop = stop.get()
        self._process = process
        self._events: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._out = b""
        self._faults: list[Fault] = []
        self._words: list[str] = []
        work: list[tuple[Callable[..., None], IO[bytes], tuple[bytes, ...]]] = [
            (_feed, process.stdin, (text.encode(errors="surrogateescape"),)),
            (self._listen, process.stderr, ()),
            (self._read, process.stdout, ()),
        ]
        for does, stream, more in work:
            threading.Thread(target=does, args=(stream, *more), daemon=True).start()

    def finish(self, progress: Progress | None) -> bytes:
        """Waits for the end; what ``progress`` raises is raised from here."""
        open_streams = 2
        while open_streams:
            if self._stop is not None and self._stop.is_set():
                raise Cancelled("the run was cancelled")
            try:
                event = self._events.get(timeout=_TURN)
            except queue.Empty:
                continue
            if event is None:
                open_streams -= 1
            else:
                self._take(event, progress)
        status = self._process.wait()
        if status:
            raise self._error(status)
        return self._out

    def _take(self, message: dict[str, Any], progress: Progress | None) -> None:
        if "progress" in message:
            if progress is not None:
                progress(message["progress"]["done"], message["progress"]["total"])
        elif "note" in message:
            pass  # no fault
        elif "fault" in message:
            self._faults.append(self._placed(Fault.of(message["fault"])))
        else:
            self._words.append(str(message.get("error", message)))

    def _placed(self, fault: Fault) -> Fault:
        """A fault of what was set from Python has no line."""
        if self._settings is None or fault.file != self._settings[0]:
            return fault
        return dataclasses.replace(fault, file=self._settings[1], line=0, column=0)

    def _error(self, status: int) -> EnvelopeError:
        words = "\n".join([*map(str, self._faults), *self._words]) or _ended(status)
        return BadInput(words, self._faults) if status == _BAD_INPUT else EnvelopeError(words)

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            self._out = stream.read()
        self._events.put(None)

    def _listen(self, stream: IO[bytes]) -> None:
        with stream:
            for raw in stream:
                self._events.put(_message(raw))
        self._events.put(None)


def _ended(status: int) -> str:
    """Why a command ended that said nothing."""
    if status == -getattr(signal, "SIGKILL", 9):
        return (
            "the envelope command was killed, perhaps because memory was short; ask for fewer paths, lines or scenarios"
        )
    if status < 0:
        return f"the envelope command was ended by signal {-status}"
    return f"the envelope command ended with status {status} and said nothing"


def _message(raw: bytes) -> dict[str, Any]:
    """A line of standard error: one JSON object, or words where the command line itself is at fault."""
    try:
        message = json.loads(raw)
    except ValueError:
        message = None
    return message if isinstance(message, dict) else {"error": raw.decode(errors="replace").rstrip()}


def _feed(stream: IO[bytes], text: bytes) -> None:
    try:
        with stream:
            stream.write(text)
    except OSError:  # the command has ended, and says why itself
        pass
