"""R1 in Numba as an expert writes it: float32, blocks of paths whose loops the compiler makes vectors of, lanes of
xoshiro128+, Box-Muller, and a histogram laid out by a pilot in place of a sort.

Usage: r1_numba_best.py [paths=1000000] [threads=1] [rounds=3]
"""

import math
import sys

import numba
import numpy as np

import r1

BLOCK = 256
BINS = 4_096
REAL = np.float32

# Numba takes globals as constants, but not those of another module. All are of the type that is calculated in.
YEARS, DRIVERS, SERIES = r1.YEARS, r1.DRIVERS, 2 * r1.YEARS
PERSISTENCE, FACTOR, SHARES = r1.PERSISTENCE.astype(REAL), r1.FACTOR.astype(REAL), np.array(r1.PERCENTILES) / 100
FUNDING, PAY, OTHER, GROWTH = REAL(r1.FUNDING), REAL(r1.PAY), REAL(r1.OTHER), REAL(1 + r1.GROWTH)
PAY_VOLUME, PAY_PRICE = REAL(r1.PAY_VOLUME), REAL(1 + r1.PAY_PRICE)
OTHER_VOLUME, ELASTICITY, OTHER_PRICE = REAL(r1.OTHER_VOLUME), REAL(r1.OTHER_ELASTICITY), REAL(1 + r1.OTHER_PRICE)
EFFICIENCY, DELIVERY, EARMARK = REAL(r1.EFFICIENCY), REAL(r1.DELIVERY), REAL(r1.EARMARK)
LEAKAGE, RETURN, INTEREST = REAL(r1.LEAKAGE), REAL(r1.RETURN), REAL(1 + r1.INTEREST)
ZERO, HALF, ONE, TWO = REAL(0), REAL(0.5), REAL(1), REAL(2)
UNIT, TURN = REAL(2.0**-31), REAL(2 * math.pi * 2.0**-32)
LAST = REAL(BINS - 1)


@numba.njit
def mixed(x):
    """SplitMix64."""
    x += np.uint64(0x9E3779B97F4A7C15)
    x ^= x >> np.uint64(30)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@numba.njit(fastmath=True, error_model="numpy")
def simulate(seed, first, series):
    """Fills balance, then carry, of a block of paths, each by year."""
    normal, driver = np.empty((DRIVERS, BLOCK), REAL), np.zeros((DRIVERS, BLOCK), REAL)
    funding, pay, other = np.full(BLOCK, FUNDING), np.full(BLOCK, PAY), np.full(BLOCK, OTHER)
    last, benefit, later = np.zeros(BLOCK, REAL), np.zeros(BLOCK, REAL), np.zeros(BLOCK, REAL)
    state = np.empty((4, BLOCK), np.uint32)
    for i in range(BLOCK):
        x = mixed(np.uint64(first + i) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed))
        y = mixed(x)
        state[0, i], state[1, i] = np.uint32(x), np.uint32(x >> np.uint64(32)) | np.uint32(1)
        state[2, i], state[3, i] = np.uint32(y), np.uint32(y >> np.uint64(32))
    for t in range(YEARS):
        for k in range(0, DRIVERS, 2):
            for i in range(BLOCK):
                a, b, c, d = state[0, i], state[1, i], state[2, i], state[3, i]
                u, e = np.uint32(a + d), np.uint32(b << np.uint32(9))
                c ^= a
                d ^= b
                b ^= c
                a ^= d
                c ^= e
                d = np.uint32((d << np.uint32(11)) | (d >> np.uint32(21)))
                v, e = np.uint32(a + d), np.uint32(b << np.uint32(9))
                c ^= a
                d ^= b
                b ^= c
                a ^= d
                c ^= e
                d = np.uint32((d << np.uint32(11)) | (d >> np.uint32(21)))
                state[0, i], state[1, i], state[2, i], state[3, i] = a, b, c, d
                radius = math.sqrt(-TWO * math.log((REAL(np.int32(u >> np.uint32(1))) + HALF) * UNIT))
                angle = TURN * REAL(np.int32(v))
                normal[k, i], normal[k + 1, i] = radius * math.cos(angle), radius * math.sin(angle)
        for k in range(DRIVERS):
            for i in range(BLOCK):
                driver[k, i] *= PERSISTENCE[k]
            for j in range(k + 1):
                for i in range(BLOCK):
                    driver[k, i] += FACTOR[k, j] * normal[j, i]
        for i in range(BLOCK):
            before = funding[i]
            after = before * (GROWTH + driver[0, i])
            funding[i] = after
            efficiency = ONE - EFFICIENCY * min(ONE, max(ZERO, DELIVERY + driver[3, i]))
            p = pay[i] * math.exp(PAY_VOLUME + driver[1, i]) * (PAY_PRICE + driver[2, i]) * efficiency
            o = other[i] * math.exp(OTHER_VOLUME + ELASTICITY * driver[1, i]) * (OTHER_PRICE + driver[5, i])
            o *= efficiency
            pay[i], other[i] = p, o
            earmark = max(ZERO, EARMARK * (after - before))
            pressure = p + o - (after - earmark) - benefit[i]
            spent = earmark - min(earmark, max(ZERO, pressure) * LEAKAGE)
            balance = after - (p + o) - spent + benefit[i]
            benefit[i], later[i] = later[i], spent * RETURN * math.exp(driver[4, i])
            last[i] = last[i] * INTEREST + balance
            series[t, i], series[YEARS + t, i] = balance, last[i]


@numba.njit(parallel=True, fastmath=True)
def count(paths, seed, threads, low, per_unit, counts, sums, squares, negative):
    blocks = (paths + BLOCK - 1) // BLOCK
    share = (blocks + threads - 1) // threads
    for thread in numba.prange(threads):
        series, bins = np.empty((SERIES, BLOCK), REAL), np.empty(BLOCK, np.int32)
        for k in range(thread * share, min(blocks, (thread + 1) * share)):
            simulate(seed, k * BLOCK, series)
            n = min(paths, (k + 1) * BLOCK) - k * BLOCK
            for s in range(SERIES):
                x, start, scale = series[s], REAL(low[s]), REAL(per_unit[s])
                total, square, below = 0.0, 0.0, 0
                for i in range(n):
                    v = np.float64(x[i]) - low[s]
                    total += v
                    square += v * v
                for i in range(n):
                    below += x[i] < ZERO
                for i in range(n):
                    bins[i] = np.int32(min(LAST, max(ZERO, (x[i] - start) * scale)))
                for i in range(n):
                    counts[thread, s, bins[i]] += 1
                sums[thread, s] += total
                squares[thread, s] += square
                negative[thread, s] += below


def run(paths, seed, threads):
    """Returns rows of mean, sd, P(<0) and percentiles: of balance by year, then of carry."""
    pilot = np.empty((4, SERIES, BLOCK), REAL)
    for k, series in enumerate(pilot):
        simulate(seed + 12345, k * BLOCK, series)
    pilot = pilot.swapaxes(0, 1).reshape(SERIES, -1).astype(float)
    mean, sd = pilot.mean(axis=1), pilot.std(axis=1)
    low, per_unit = mean - 8 * sd, BINS / (16 * sd)
    counts = np.zeros((threads, SERIES, BINS), np.uint32)
    sums, squares = np.zeros((threads, SERIES)), np.zeros((threads, SERIES))
    negative = np.zeros((threads, SERIES), np.int64)
    count(paths, seed, threads, low, per_unit, counts, sums, squares, negative)
    counts, mean = counts.sum(axis=0), sums.sum(axis=0) / paths
    figures = np.empty((SERIES, 3 + len(SHARES)))
    figures[:, 0] = mean + low
    figures[:, 1] = np.sqrt(squares.sum(axis=0) / paths - mean * mean)
    figures[:, 2] = negative.sum(axis=0) / paths
    for s, up_to in enumerate(counts.cumsum(axis=1)):
        for i, share in enumerate(SHARES):
            j = np.searchsorted(up_to, share * paths)
            part = (share * paths - (up_to[j] - counts[s, j])) / counts[s, j]
            figures[s, 3 + i] = low[s] + (j + part) / per_unit[s]
    return figures


def main():
    paths = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    numba.set_num_threads(threads)
    run(4 * BLOCK, 1, threads)  # compiling is not timed
    for seed in range(rounds):
        timer = r1.Timer(threads)
        figures = run(paths, seed * 7919 + 1, threads)
        r1.report_time("numba-best-f32", threads, paths, timer.seconds())
        r1.report_check("numba-best-f32", paths, figures[r1.YEARS - 1], figures[-1])


main()
