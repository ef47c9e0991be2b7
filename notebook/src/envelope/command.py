"""Runs the envelope command: one process for each call, the scenario on its standard input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from .errors import BadInput, EnvelopeError, Fault

Progress = Callable[[int, int], None]

_BAD_INPUT = 2
_GRACE = 0.15  # seconds for an interrupted run to end by itself


def binary() -> str:
    """The path of the command: that of the environment variable ENVELOPE, else the one packed with this package."""
    given = os.environ.get("ENVELOPE")
    if given:
        return given
    name = "envelope.exe" if sys.platform == "win32" else "envelope"
    packed = Path(__file__).parent / "bin" / name
    if not packed.exists():
        raise EnvelopeError("the envelope command is not packed with this package; install a wheel, or with pip from a clone with Go")
    return str(packed)


def run(arguments: list[str], text: str, progress: Progress | None = None) -> bytes:
    """Runs the command on a scenario's text and returns what it prints.

    Raises BadInput with every fault, EnvelopeError for anything else that fails, and passes KeyboardInterrupt on to the
    run, which leaves no process behind.
    """
    process = subprocess.Popen(
        [binary(), "--messages", "json", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        **_own_group(),
    )
    messages = _Messages(process, progress)
    writer = threading.Thread(target=_feed, args=(process, text.encode()), daemon=True)
    writer.start()
    messages.start()
    try:
        out = process.stdout.read()
        status = process.wait()
    except BaseException:
        _stop(process)
        raise
    finally:
        writer.join()
        messages.join()
        for stream in (process.stdout, process.stderr):
            stream.close()
    messages.reraise()
    if status:
        raise messages.error(status)
    return out


def _own_group() -> dict:
    """Keeps a terminal's Ctrl-C from reaching the run twice: it is passed on from here."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _feed(process: subprocess.Popen, text: bytes) -> None:
    try:
        process.stdin.write(text)
        process.stdin.close()
    except OSError:  # the command has ended, and says why itself
        pass


def _stop(process: subprocess.Popen) -> None:
    """Interrupts the run, and ends it if it does not end by itself."""
    try:
        process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    except OSError:
        process.wait()


class _Messages(threading.Thread):
    """Reads what the command says on standard error, one JSON object a line."""

    def __init__(self, process: subprocess.Popen, progress: Progress | None) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._stream = process.stderr
        self._progress = progress
        self._raised: BaseException | None = None
        self.faults: list[Fault] = []
        self.words: list[str] = []

    def run(self) -> None:
        for raw in self._stream:
            try:
                self._take(json.loads(raw))
            except ValueError:
                self.words.append(raw.decode(errors="replace").strip())

    def _take(self, message: dict) -> None:
        if "progress" in message:
            if self._progress is not None and self._raised is None:
                try:
                    self._progress(message["progress"]["done"], message["progress"]["total"])
                except BaseException as error:  # the caller's own: it ends the run, and is told when that is over
                    self._raised = error
                    self._process.kill()
        elif "fault" in message:
            self.faults.append(Fault(**message["fault"]))
        else:
            self.words.append(message.get("error", ""))

    def reraise(self) -> None:
        if self._raised is not None:
            raise self._raised

    def error(self, status: int) -> EnvelopeError:
        words = "\n".join([*map(str, self.faults), *self.words]) or f"the envelope command ended with status {status}"
        if status == _BAD_INPUT:
            return BadInput(words, self.faults)
        return EnvelopeError(words)
