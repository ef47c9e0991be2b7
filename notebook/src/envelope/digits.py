"""How figures are written: the command's rule (report/digits.go), for pages that the command does not write."""

from __future__ import annotations

import math


def alone(value: float, lo: float, hi: float, decimals: int = 1) -> str:
    """A figure in the units that it is shown in, with the decimals that its 95% Monte Carlo interval supports.

    A decimal goes when the half-width is more than half a unit of it. Where whole units are in doubt a tilde says so,
    and the doubt is in the last digit. Ends that are not there (NaN) are those of a figure without an interval.
    """
    half = 0.0 if math.isnan(lo) and math.isnan(hi) else (hi - lo) / 2
    if not math.isfinite(value) or not math.isfinite(half):
        return "?"
    d = decimals
    while d > -18 and half > 0.5 * (1 + 1e-9) * 10.0**-d:
        d -= 1
    return f"~{_rounded(value, d + 1)}" if d < 0 else _rounded(value, d)


def _rounded(value: float, d: int) -> str:
    """A number with so many decimals, half away from zero and with commas; negative d rounds to tens and hundreds."""
    scaled = abs(value) * 10.0 ** max(d, 0) / 10.0 ** max(-d, 0)
    steps = math.copysign(math.floor(scaled + 0.5), value)
    return f"{(steps if steps else 0.0) / 10.0**d:,.{max(d, 0)}f}"
