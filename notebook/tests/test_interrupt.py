"""Interrupts reach the run, and leave no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import SETTLEMENT

import envelope
from envelope import command

#: More paths than any test waits for.
ENDLESS = 10**9  # the most that a run may have

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


class Started:
    """Notes the processes that are started."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.all: list[subprocess.Popen[bytes]] = []
        start = command._start

        def noted(arguments: list[str]) -> subprocess.Popen[bytes]:
            self.all.append(start(arguments))
            return self.all[-1]

        monkeypatch.setattr(command, "_start", noted)


def test_an_error_in_progress_ends_the_run(env, monkeypatch):
    started = Started(monkeypatch)
    calls = []

    def stop(done: int, total: int) -> None:
        calls.append((done, total))
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        env.run(paths=ENDLESS, long=True, progress=stop)
    assert len(calls) == 1 and calls[0][1] == ENDLESS
    assert [p.poll() is not None for p in started.all] == [True], "it has ended by the time the error is seen"
    with pytest.raises(RuntimeError, match="enough"):
        env.paths("balance", paths=ENDLESS, long=True, progress=stop)
    assert [p.poll() is not None for p in started.all] == [True, True]


def test_progress_ends_with_all_paths(env):
    calls = []
    env.run(paths=50_000, lines="balance", progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (50_000, 50_000)
    assert calls == sorted(calls)


@posix
def test_a_keyboard_interrupt_ends_the_run(env, monkeypatch):
    """As a kernel's interrupt: SIGINT to this process while it waits."""
    started = Started(monkeypatch)
    sent = []

    def interrupt(done: int, total: int) -> None:
        if not sent:
            sent.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        env.run(paths=ENDLESS, long=True, progress=interrupt)
    assert [p.poll() is not None for p in started.all] == [True]


@posix
def test_a_run_that_does_not_listen_is_killed(monkeypatch, tmp_path):
    deaf = tmp_path / "deaf"
    deaf.write_text(
        '#!/bin/sh\ntrap \'\' INT TERM\necho \'{"progress":{"done":1,"total":2}}\' >&2\nwhile :; do sleep 0.05; done\n'
    )
    deaf.chmod(0o700)
    monkeypatch.setenv("ENVELOPE", str(deaf))
    started = Started(monkeypatch)

    def stop(done: int, total: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        command.run(["run", "-"], "", stop)
    assert started.all[0].poll() == -signal.SIGKILL


PROGRAM = f"""
import envelope, sys
from envelope import command
start = command._start
def noted(arguments):
    process = start(arguments)
    if "run" in arguments:
        print(process.pid, flush=True)
    return process
command._start = noted
env = envelope.load({str(SETTLEMENT)!r})
try:
    env.run(paths={ENDLESS}, long=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def gone(pid: int, seconds: float) -> bool:
    """Whether a process that is not ours ends in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=lambda s: s.name)
def test_no_process_is_left_when_python_is_stopped(how):
    """An interrupt is told; and a kernel that is killed takes the run with it."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as python:
        assert python.stdout
        pid = int(python.stdout.readline())
        time.sleep(0.5)
        python.send_signal(how)
        out = python.stdout.read()
    assert out == ("interrupted\n" if how == signal.SIGINT else "")
    assert gone(pid, 5)


@posix
def test_a_kernels_interrupt():
    """In a Jupyter kernel, as the stop button does it; the kernel goes on afterwards."""
    manager = pytest.importorskip("jupyter_client").KernelManager(kernel_name="python3")
    pytest.importorskip("ipykernel")
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        texts: list[str] = []

        def hook(message: dict) -> None:
            content = message["content"]
            texts.append(content.get("text", "") + content.get("ename", ""))
            if content.get("text", "").strip().isdigit():
                time.sleep(0.3)
                manager.interrupt_kernel()

        client.execute_interactive(PROGRAM, output_hook=hook, timeout=60)
        assert "interrupted" in "".join(texts)
        assert gone(int(next(t for t in texts if t.strip().isdigit())), 5)
        reply = client.execute_interactive("env.run(paths=500, progress=False)", output_hook=lambda m: None, timeout=60)
        assert reply["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_bars(env, capfd):
    """With tqdm a long run has a bar, a short one none."""
    pytest.importorskip("tqdm")
    env.run(paths=1000)
    assert capfd.readouterr().err == ""
    assert isinstance(env.run(paths=1000, progress=False), envelope.Result)
