"""Shares of the variance from envelope, SALib, OpenTURNS and the EMA workbench, on one problem with a closed form.

    pip install SALib openturns ema_workbench
    ENVELOPE=path/to/envelope python peers.py

The problem is Sobol's g-function of three inputs, as a scenario file. Each column is first-order and total shares. It
ends with 1 if a share is further from the closed form than 4.75 of its standard errors, or than 0.02 where a package
gives none.
"""

from __future__ import annotations

import importlib.metadata
import sys

import numpy as np
import openturns as ot
from ema_workbench import Model, RealParameter, Samplers, ScalarOutcome, perform_experiments
from ema_workbench.em_framework.salib_samplers import get_SALib_problem
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample

import envelope

A = (0.0, 1.0, 4.5)
NAMES = ("x1", "x2", "x3")
FACTOR = "(max(4 * assumptions.{0} - 2, 2 - 4 * assumptions.{0}) + {1}) / {2}"
FILE = """schema: 2
name: The g-function
years: 2025/26 to 2026/27
not_modelled: []
funding: {baseline: £1m, real_growth: 0%}
need: {real_growth: 0%}
assumptions:
"""


def text() -> str:
    """The g-function as a scenario file."""
    inputs = "".join(f"  {name}: {{uniform: {{low: 0%, high: 100%}}}}\n" for name in NAMES)
    formula = " * ".join(FACTOR.format(name, a, 1 + a) for name, a in zip(NAMES, A))
    return f'{FILE}{inputs}rows:\n  g: {{formula: "{formula}", unit: rate}}\n'


def g(x: np.ndarray) -> np.ndarray:
    a = np.array(A)
    return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)


def closed() -> tuple[list[float], list[float]]:
    """First-order and total shares (Saltelli and others, Global Sensitivity Analysis, 2008, section 4.6)."""
    parts = [1 / (3 * (1 + a) ** 2) for a in A]
    whole = np.prod([1 + p for p in parts]) - 1
    return [p / whole for p in parts], [p * (whole + 1) / (1 + p) / whole for p in parts]


def ours() -> list[tuple[float, float]]:
    found = envelope.loads(text()).drivers("mean of g in 2026/27", paths=100_000)
    places = [(f"assumptions.{name}", kind) for kind in ("share alone", "share in all") for name in NAMES]
    return [(found.table.at[p], (found.high.at[p] - found.low.at[p]) / 2 / 1.96) for p in places]


def salib(problem: dict, y: np.ndarray, pairs: bool = False) -> list[tuple[float, float]]:
    found = analyze.analyze(problem, y, calc_second_order=pairs, seed=1)
    return [(s, c / 1.96) for s, c in zip([*found["S1"], *found["ST"]], [*found["S1_conf"], *found["ST_conf"]])]


def by_salib() -> list[tuple[float, float]]:
    problem = {"num_vars": 3, "names": list(NAMES), "bounds": [[0, 1]] * 3}
    return salib(problem, g(sample.sample(problem, 2**14, calc_second_order=False, seed=1)))


def by_ema() -> list[tuple[float, float]]:
    model = Model("g", function=lambda x1, x2, x3: {"y": float(g(np.array([[x1, x2, x3]]))[0])})
    model.uncertainties = [RealParameter(name, 0, 1) for name in NAMES]
    model.outcomes = [ScalarOutcome("y")]
    _, outcomes = perform_experiments(model, 2**11, uncertainty_sampling=Samplers.SOBOL)
    return salib(get_SALib_problem(model.uncertainties), outcomes["y"], pairs=True)


def by_openturns() -> list[tuple[float, float]]:
    ot.RandomGenerator.SetSeed(1)
    inputs = ot.JointDistribution([ot.Uniform(0, 1)] * 3)
    function = ot.PythonFunction(3, 1, func_sample=lambda x: g(np.array(x)).reshape(-1, 1))
    design = ot.SobolIndicesExperiment(inputs, 2**14, False).generate()
    found = ot.SaltelliSensitivityAlgorithm(design, function(design), 2**14)
    return [(s, float("nan")) for s in [*found.getFirstOrderIndices(), *found.getTotalOrderIndices()]]


def main() -> int:
    first, total = closed()
    packages = {"envelope": ours, "SALib": by_salib, "openturns": by_openturns, "ema_workbench": by_ema}
    found = {name: work() for name, work in packages.items()}
    print(
        "versions: "
        + ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages if name != "envelope")
    )
    print(f"{'':10}{'closed form':>13}" + "".join(f"{name:>15}" for name in found))
    wrong = 0
    for i, want in enumerate([*first, *total]):
        line = f"{'first' if i < 3 else 'total'} {NAMES[i % 3]:4}{want:13.4f}"
        for shares in found.values():
            share, error = shares[i]
            line += f"{share:15.4f}"
            wrong += abs(share - want) > (0.02 if np.isnan(error) else 4.75 * error)
        print(line)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
