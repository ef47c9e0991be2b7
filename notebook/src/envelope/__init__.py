"""Simulate public-sector funding envelopes from a notebook.

A thin wrapper round the ``envelope`` command: one process for each call, no model in Python.

    import envelope

    env = envelope.load("settlement.yaml")
    r = env.set("funding.real_growth", "4%").run(paths=1_000_000, seed=1)
    r.table("balance")
    r.fan("balance")
"""

from .errors import BadInput, EnvelopeError, Fault, NotInResult
from .fitting import Fit, fit
from .result import Result
from .scenario import Answer, Solution, Spec, diff, from_dict, from_frame, load, loads

__all__ = [
    "Answer", "BadInput", "EnvelopeError", "Fault", "Fit", "NotInResult", "Result", "Solution", "Spec",
    "diff", "fit", "from_dict", "from_frame", "load", "loads",
]  # fmt: skip
__version__ = "0.1.0"
