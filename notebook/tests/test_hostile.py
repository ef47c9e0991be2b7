"""Whatever goes wrong is told in the library's words, and a run can be cancelled."""

from __future__ import annotations

import asyncio
import sys
import time
from concurrent import futures

import pytest
from conftest import SETTLEMENT, TRUST

import envelope
from envelope import command

ENDLESS = {"paths": 10**9, "long": True, "progress": False}

LOOP: dict = {**TRUST}
LOOP["need"] = LOOP


@pytest.mark.parametrize(
    ("does", "says"),
    [
        (lambda env: envelope.from_dict(LOOP), "holds itself"),
        (lambda env: envelope.from_dict([1]), "not a dict"),
        (lambda env: envelope.from_dict({**TRUST, "name": float("nan")}), "nan is not a number"),
        (lambda env: envelope.load(5), "5 is not the path"),
        (lambda env: envelope.load("a\0b"), "null"),
        (lambda env: envelope.loads(5), "5 is not a text"),
        (lambda env: envelope.loads(SETTLEMENT.read_text(encoding="utf-8"), folder="a\0b"), "NUL"),
        (lambda env: envelope.loads(SETTLEMENT.read_text(encoding="utf-8"), folder="/no/where"), "no"),
        (lambda env: env.set(5, 5), "5 is not a place"),
        (lambda env: env.set("a\0b", 5).check(), ""),
        (lambda env: env.set("earmark.share", "\udcff").check(), "UTF-8"),
        (lambda env: env.set("earmark.share", float("inf")), "inf is not a number"),
        (lambda env: env.ask(5), "5 is not a text"),
        (lambda env: env.ask("mean\0of balance"), "NUL"),
        (lambda env: env.run(lines=5), "lines: 5 is not a text"),
        (lambda env: env.run(lines=[5]), "lines: 5 is not a text"),
        (lambda env: env.run(scenarios="\0"), "NUL"),
        (lambda env: env.run(workers=-1), "-1 is not a number of threads"),
        (lambda env: env.ask("mean of balance", workers=-1), "-1 is not a number of threads"),
        (lambda env: env.run(paths="many"), "not a whole number"),
        (lambda env: env.run(year=1999), "1999 is not a year of 2018/19 to 2028/29"),
        (lambda env: env.solve("funding.real_growth", None, "2%"), "from: None is not a number"),
        (lambda env: envelope.diff(5, 6), "5 is not the path"),
        (lambda env: envelope.verify("/no/where"), "no f"),
        (lambda env: env.set("earmark.share", {"empirical": {"csv": "growth.csv", "column": "x"}}).check(), "growth"),
    ],
)
def test_bad_input_is_told(env, does, says):
    with pytest.raises(envelope.BadInput, match=says):
        does(env)


def test_settings_longer_than_a_command_line(env):
    observed = [round(0.01 + i * 1e-9, 12) for i in range(10_000)]
    value = {"empirical": {"values": observed}}
    long = env.set("need.real_growth", value)
    assert sum(len(text) for _, text in long.settings) > 125 * 1024
    tree = {**TRUST, "need": {"real_growth": value}}
    trust = envelope.from_dict(TRUST).set("need.real_growth", value)
    asked = {"paths": 300, "lines": "balance", "progress": False}
    assert trust.run(**asked).hash == envelope.from_dict(tree).run(**asked).hash
    assert long.run(**asked).hash != env.run(**asked).hash


def test_faults_of_what_was_set_have_no_line(env):
    with pytest.raises(envelope.BadInput) as caught:
        env.set({"earmark.share": 3.4, "earmark.returns.lag": "x"}).check()
    assert {(fault.file.endswith("settlement.yaml, as set"), fault.line) for fault in caught.value.faults} == {
        (True, 0)
    }


@pytest.mark.skipif(sys.platform == "win32", reason="programs of POSIX")
@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("#!/bin/sh\nkill -9 $$\n", "was killed, perhaps because memory was short"),
        ("#!/bin/sh\nkill -11 $$\n", "ended by signal 11"),
        ("#!/bin/sh\nexit 7\n", "status 7"),
        ("#!/bin/sh\necho hello\n", "is not the envelope command"),
        ("#!/bin/sh\necho '{}'\n", "is not the envelope command"),
        ("#!/bin/sh\necho '[1]'\n", "is not the envelope command"),
        ("nothing", "cannot be started"),
    ],
)
def test_a_binary_that_is_none(env, monkeypatch, tmp_path, program, says):
    other = tmp_path / "other"
    other.write_text(program)
    other.chmod(0o700)
    monkeypatch.setenv("ENVELOPE", str(other))
    for does in (env.check, lambda: env.run(paths=10, progress=False), lambda: env.ask("mean of balance")):
        with pytest.raises(envelope.EnvelopeError, match=says):
            does()


def test_a_folder_that_is_gone(env, monkeypatch, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    here = envelope.loads(env.text, folder=gone)
    monkeypatch.setenv("TMPDIR", str(gone))
    monkeypatch.setattr("tempfile.tempdir", str(gone))
    gone.rmdir()
    with pytest.raises(envelope.EnvelopeError, match="no room for temporary files"):
        env.set("earmark.share", 0.01).check()
    with pytest.raises(envelope.BadInput, match="gone"):
        here.check()


def test_a_job_is_cancelled(env, monkeypatch):
    started = []
    start = command._start
    monkeypatch.setattr(command, "_start", lambda arguments: started.append(start(arguments)) or started[-1])
    job = envelope.start(env.run, **ENDLESS)
    with pytest.raises(futures.TimeoutError):
        job.result(0.3)
    assert not job.done()
    begun = time.monotonic()
    job.cancel()
    with pytest.raises(envelope.Cancelled):
        job.result(10)
    assert time.monotonic() - begun < 2
    assert [p.poll() is not None for p in started] == [True], "it leaves no process"
    assert envelope.start(env.run, paths=10, progress=False).result().paths_run == 10
    with pytest.raises(envelope.BadInput):
        envelope.start(env.run, paths="x").result()


def test_a_job_is_awaited(env):
    async def several():
        jobs = [envelope.start(env.run, paths=100, seed=i, lines="balance", progress=False) for i in range(3)]
        found = [(await job).seed for job in jobs]
        endless = envelope.start(env.run, **ENDLESS)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(endless, 0.3)
        with pytest.raises(envelope.Cancelled):
            endless.result(10)
        return found

    assert asyncio.run(several()) == [0, 1, 2]
