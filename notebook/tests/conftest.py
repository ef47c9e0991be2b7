"""What the tests share. They need the envelope command: packed with the package, or by ENVELOPE."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

import envelope

CLONE = Path(__file__).resolve().parents[2]
SETTLEMENT = CLONE / "examples" / "settlement" / "settlement.yaml"
EARMARK = CLONE / "examples" / "earmark" / "earmark.yaml"
SYSTEM = CLONE / "examples" / "system" / "system.yaml"


# A job in the background of a shell is started deaf to interrupts, which some tests send.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def env() -> envelope.Spec:
    return envelope.load(SETTLEMENT)


@pytest.fixture(scope="session")
def result(env: envelope.Spec) -> envelope.Result:
    return env.run(paths=4000, seed=1, progress=False)


#: A small scenario as a dict.
TRUST = {
    "name": "A trust",
    "years": "2024/25 to 2027/28",
    "currency": "£",
    "funding": {"baseline": "£1bn", "real_growth": "2%"},
    "need": {"real_growth": {"p10": 0.02, "p90": 0.04}},
    "not_modelled": [],
}
