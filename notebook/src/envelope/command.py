"""Runs the envelope command: one process for each call, the scenario on its standard input."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from .errors import BadInput, EnvelopeError, Fault

#: Called with the paths done and all of them.
Progress = Callable[[int, int], object]

_BAD_INPUT = 2
_GRACE = 0.1  # seconds for an interrupted run to end by itself
_TURN = 0.1  # seconds after which waiting looks for an interrupt, where the system does not wake it


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


def run(arguments: list[str], text: str, progress: Progress | None = None, at: str | None = None) -> bytes:
    """Runs the command with a text on its standard input and returns what it prints. ``at`` is its path,
    where it is another than :func:`binary`.

    Raises BadInput with every fault, and EnvelopeError for anything else that fails. Whatever ends the waiting (an
    interrupt of the kernel, an error in ``progress``) ends the run too: no process is left behind.
    """
    process = _start([at or binary(), "--messages", "json", *arguments])
    try:
        return _Call(process, text).finish(progress)
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
    except OSError as error:
        raise EnvelopeError(f"the envelope command cannot be started: {arguments[0]}: {error.strerror}") from None


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

    def __init__(self, process: subprocess.Popen[bytes], text: str) -> None:
        assert process.stdin and process.stdout and process.stderr
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
            self._faults.append(Fault.of(message["fault"]))
        else:
            self._words.append(str(message.get("error", message)))

    def _error(self, status: int) -> EnvelopeError:
        words = "\n".join([*map(str, self._faults), *self._words]) or f"the envelope command ended with status {status}"
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
