"""Simulate public-sector funding envelopes from a notebook.

A thin wrapper round the ``envelope`` command: one process for each call, no model in Python.

    import envelope

    env = envelope.load("settlement.yaml")
    r = env.set("funding.real_growth", "4%").run(paths=1_000_000, seed=1)
    r.table("balance")
    r.fan("balance")
"""

from .answer import Answer, Solution
from .doors import diff, from_dict, from_frame, load, loads, read, verify
from .errors import BadInput, Cancelled, EnvelopeError, Fault, NotInResult
from .fitting import Fit, fit
from .jobs import Job, start
from .result import Result
from .scenario import Spec

__all__ = [
    "Answer", "BadInput", "Cancelled", "EnvelopeError", "Fault", "Fit", "Job", "NotInResult", "Result", "Solution",
    "Spec", "diff", "fit", "from_dict", "from_frame", "load", "loads", "read", "start", "verify",
]  # fmt: skip
__version__ = "0.1.0"
