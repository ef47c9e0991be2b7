"""Reads the log of run.sh and prints its tables; exits with 1 if a peer's figures disagree with the others'.

Usage: table.py log paths latency_paths
"""

import collections
import math
import re
import statistics
import sys

# What a peer's figure may miss by, in standard errors of the difference: one correct run in 500,000.
LIMIT = 4.75

Run = collections.namedtuple("Run", "ns_per_path peak_mib")


def fields(line):
    """The words name=value of a line."""
    return dict(word.split("=", 1) for word in line.split() if "=" in word)


def go_metrics(line):
    """The metrics of a line of a Go benchmark, by unit."""
    words = line.split()
    return {unit: float(value) for value, unit in zip(words[2::2], words[3::2])}


def read(path, latency_paths):
    """Returns runs by (peer, threads, paths if they are those of latency, else None), figures by (peer, paths), and the
    metrics of benchmarks of what people run, by name."""
    runs, checks, users = collections.defaultdict(list), {}, collections.defaultdict(list)
    with open(path) as log:
        for line in log:
            if line.startswith("time peer="):
                f = fields(line)
                paths = int(f["paths"])
                key = f["peer"], int(f["threads"]), paths if paths == latency_paths else None
                runs[key].append(Run(float(f["ns_per_path"]), float(f["peak_mib"])))
            elif "check peer=" in line:
                f = fields(line)
                checks[f["peer"], int(f["paths"])] = {k: float(v) for k, v in f.items() if k not in ("peer", "paths")}
            elif found := re.match(r"BenchmarkR1/(\w+?)(-\d+)?\s+\d", line):
                m = go_metrics(line)
                runs["envelope " + found[1], 1, None].append(
                    Run(m.get("cpu-ns/path", m["ns/path"]), m.get("peak-MiB", 0))
                )
            elif found := re.match(r"BenchmarkR1Workers/(\d+)(-\d+)?\s+\d", line):
                m = go_metrics(line)
                runs["envelope", int(found[1]), None].append(Run(m["ns/path"], m.get("peak-MiB", 0)))
            elif re.match(r"BenchmarkLatency(-\d+)?\s+\d", line):
                m = go_metrics(line)
                runs["envelope", 1, latency_paths].append(Run(m.get("cpu-ms", m["ms"]) * 1e6 / latency_paths, 0))
            elif found := re.match(r"Benchmark((?:Settlement|Scenarios)/[^\s-]+|System|Nation|SweepRows|Slider)(-\d+)?\s+\d", line):
                users[found[1]].append(go_metrics(line))
    return runs, checks, users


def errors(paths, truth):
    """Standard errors of the check figures: kurtosis at most 4 and, for percentiles, a normal's density there."""
    root = math.sqrt(paths)
    balance, carry, deficit = truth["balance_sd"], truth["carry_sd"], truth["deficit"]
    return {
        "balance_mean": balance / root,
        "balance_sd": balance * math.sqrt(3 / 4) / root,
        "deficit": math.sqrt(deficit * (1 - deficit)) / root,
        "carry_mean": carry / root,
        "carry_sd": carry * math.sqrt(3 / 4) / root,
        "carry_p5": 2.2 * carry / root,
        "carry_p95": 2.2 * carry / root,
    }


def compare(checks):
    """Prints every peer's figures and returns what disagrees with the peer that ran the most paths."""
    reference = max(checks, key=lambda key: key[1])
    truth, wrong = checks[reference], []
    for (peer, paths), figures in checks.items():
        print(f"{peer:16} {paths:>9}  " + "  ".join(f"{name} {figures[name]:.4f}" for name in figures))
        if (peer, paths) == reference:
            continue
        ours, theirs = errors(paths, truth), errors(reference[1], truth)
        for name, want in truth.items():
            z = (figures[name] - want) / math.hypot(ours[name], theirs[name])
            if not abs(z) < LIMIT:
                wrong.append(
                    f"{name} of {peer} at {paths} paths is {figures[name]}, of {reference[0]} {want}: {z:.1f} standard errors apart"
                )
    return wrong


def median(runs, key):
    return statistics.median(r.ns_per_path for r in runs[key]) if runs.get(key) else None


def least(runs, key):
    return min(r.ns_per_path for r in runs[key]) if runs.get(key) else None


def ratio(a, b):
    return "–" if a is None or b is None else f"{a / b:.2f}"


def throughput(runs, threads, latency=None):
    """Prints one table, the slowest first; the ratios to NumPy are to its one thread."""
    rows = [key for key in runs if key[1] == threads and key[2] == latency]
    if not rows:
        print("nothing was run")
        return
    written, chunked = median(runs, ("numpy", 1, latency)), median(runs, ("numpy-chunked", 1, latency))
    limit = median(runs, ("cpp-limit", threads, latency))
    unit, scale = ("ms", latency / 1e6) if latency else ("ns/path", 1)
    print(
        f"{'peer':18} {unit:>9} {'least':>9} {'runs':>4} {'× NumPy':>9} {'× chunked':>9} {'÷ C++ limit':>11} {'peak MiB':>8}"
    )
    for key in sorted(rows, key=lambda key: -median(runs, key)):
        middle, lowest = median(runs, key), least(runs, key)
        peak = max(r.peak_mib for r in runs[key])
        print(
            f"{key[0]:18} {middle * scale:9.1f} {lowest * scale:9.1f} {len(runs[key]):4d} {ratio(written, middle):>9}"
            f" {ratio(chunked, middle):>9} {ratio(middle, limit):>11} {f'{peak:.0f}' if peak else '–':>8}"
        )


def scaling(runs):
    """Prints how much faster two threads are than one."""
    print("two threads against one (processor time of one by the wall clock of two): medians, least of each")
    for peer in ("numpy-best-f32", "numba", "numba-best-f32", "envelope", "cpp-limit"):
        one = peer + " " + fastest(runs) if peer == "envelope" else peer
        a, b = (one, 1, None), (peer, 2, None)
        print(f"{peer:18} {ratio(median(runs, a), median(runs, b)):>9} {ratio(least(runs, a), least(runs, b)):>9}")


def people(runs, users):
    """Prints what people run, in processor time, beside a path of R1's limit."""
    limit = median(runs, ("cpp-limit", 1, None))
    for name, times in sorted(users.items()):
        middle = {unit: statistics.median(t[unit] for t in times) for unit in times[0]}
        path = middle.get("cpu-ns/path", middle.get("ns/path"))
        words = [f"{value:12.1f} {unit}" for unit, value in sorted(middle.items()) if unit in SHOWN]
        print(f"{name:24} {ratio(path, limit):>7} {' '.join(words)}")


def bars(runs, users):
    """Prints the ratios that are promised or aimed at. They are of medians and, in brackets, of the least times."""

    def time(choose, name, unit):
        return choose(t[unit] for t in users[name]) if users.get(name) else None

    rows = [("R1 ÷ C++ limit", [ratio(f(runs, ("envelope " + fastest(runs), 1, None)), f(runs, ("cpp-limit", 1, None)))
                               for f in (median, least)])]
    settlement, cold, kept, many = [], [], [], []
    for choose, of in ((statistics.median, median), (min, least)):
        whole, twice = time(choose, "Settlement/whole", "cpu-ms"), time(choose, "Settlement/twice", "cpu-ms")
        limit = of(runs, ("cpp-limit", 1, None))
        path = whole and whole * 1e6 / PATHS
        marginal = whole and twice and (twice - whole) * 1e6 / PATHS
        settlement.append(ratio(path, limit))
        cold.append(ratio(time(choose, "Settlement/cold", "cpu-ms"), marginal and marginal / 1e3))
        kept.append(ratio(time(choose, "Settlement/kept", "cpu-ms"), time(choose, "Settlement/cold", "cpu-ms")))
        many.append(ratio(time(choose, "Scenarios/50", "ratio-to-one"), 1))
    rows += [
        ("a path of the settlement's whole run ÷ a path of R1's limit", settlement),
        ("1,000 paths cold ÷ 1,000 more paths of a long run", cold),
        ("1,000 paths of the balance with a kept plan ÷ 1,000 paths cold with all lines", kept),
        ("50 scenarios ÷ one", many),
    ]
    for name, (middle, lowest) in rows:
        print(f"{name:80} {middle:>8} ({lowest})")


PATHS = 100_000  # of BenchmarkSettlement/whole; of twice, that many more

# The metrics shown of what people run.
SHOWN = ("cpu-ns/path", "ns/path", "cpu-ms", "ms", "ns/path-of-one", "ratio-to-one", "ratio-to-engine", "moved-ratio",
         "ready-ratio", "B/op", "peak-MiB")


def fastest(runs):
    """The set of kernels that is in use: the fastest that ran."""
    ran = {key[0].removeprefix("envelope ") for key in runs if key[0].startswith("envelope ")}
    return next((name for name in ("avx512", "avx2", "go") if name in ran), "")


def main():
    runs, checks, users = read(sys.argv[1], int(sys.argv[3]))
    print(f"\nR1, {int(sys.argv[2]):,} paths, one thread, processor time")
    throughput(runs, 1)
    print("\nR1, two threads, wall clock")
    throughput(runs, 2)
    print()
    scaling(runs)
    print(f"\nlatency: {int(sys.argv[3]):,} paths, one thread, processor time, planning and results included")
    throughput(runs, 1, int(sys.argv[3]))
    print("\nwhat people run: a path divided by the C++ limit's of R1, and the metrics of the benchmarks (medians)")
    people(runs, users)
    print("\nratios: of medians (of least times)")
    bars(runs, users)
    print("\nfigures of year 20, which must agree")
    wrong = compare(checks)
    for line in wrong:
        print("DISAGREES: " + line, file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
