"""R1 in Numba: one scalar loop over paths, compiled, parallel over chunks.

Usage: r1_numba.py [paths=1000000] [threads=1] [rounds=3]
"""

import sys

import numba
import numpy as np

import r1

CHUNK = 4_096

# Numba takes globals as constants, but not those of another module.
YEARS, DRIVERS, PERSISTENCE, FACTOR = r1.YEARS, r1.DRIVERS, r1.PERSISTENCE, r1.FACTOR
FUNDING, PAY, OTHER = r1.FUNDING, r1.PAY, r1.OTHER
GROWTH, PAY_VOLUME, OTHER_VOLUME, OTHER_ELASTICITY = r1.GROWTH, r1.PAY_VOLUME, r1.OTHER_VOLUME, r1.OTHER_ELASTICITY
PAY_PRICE, OTHER_PRICE, EFFICIENCY, DELIVERY = r1.PAY_PRICE, r1.OTHER_PRICE, r1.EFFICIENCY, r1.DELIVERY
EARMARK, LEAKAGE, RETURN, INTEREST = r1.EARMARK, r1.LEAKAGE, r1.RETURN, r1.INTEREST
SHARES = np.array(r1.PERCENTILES) / 100


@numba.njit(parallel=True, fastmath=True)
def simulate(paths, seed, balance, carry):
    for chunk in numba.prange((paths + CHUNK - 1) // CHUNK):
        np.random.seed(seed + chunk)
        normal = np.empty(DRIVERS)
        driver = np.empty(DRIVERS)
        benefit = np.empty(YEARS + 2)
        for path in range(chunk * CHUNK, min(paths, (chunk + 1) * CHUNK)):
            driver[:] = 0
            benefit[:] = 0
            funding, pay, other, last_carry = FUNDING, PAY, OTHER, 0.0
            for t in range(YEARS):
                for d in range(DRIVERS):
                    normal[d] = np.random.standard_normal()
                for d in range(DRIVERS):
                    x = PERSISTENCE[d] * driver[d]
                    for j in range(d + 1):
                        x += FACTOR[d, j] * normal[j]
                    driver[d] = x
                before = funding
                funding *= 1 + GROWTH + driver[0]
                efficiency = 1 - EFFICIENCY * min(1.0, max(0.0, DELIVERY + driver[3]))
                pay *= np.exp(PAY_VOLUME + driver[1]) * (1 + PAY_PRICE + driver[2]) * efficiency
                other *= (
                    np.exp(OTHER_VOLUME + OTHER_ELASTICITY * driver[1]) * (1 + OTHER_PRICE + driver[5]) * efficiency
                )
                cost = pay + other
                earmark = max(0.0, EARMARK * (funding - before))
                pressure = cost - (funding - earmark) - benefit[t]
                spent = earmark - min(earmark, max(0.0, pressure) * LEAKAGE)
                benefit[t + 2] = spent * RETURN * np.exp(driver[4])
                balance[t, path] = funding - cost - spent + benefit[t]
                last_carry = last_carry * (1 + INTEREST) + balance[t, path]
                carry[t, path] = last_carry


@numba.njit(parallel=True)
def summarise(series, figures):
    """Writes mean, sd, P(<0) and percentiles of each year into a row of figures."""
    paths = series.shape[1]
    for t in numba.prange(series.shape[0]):
        sorted_series = np.sort(series[t])
        mean = 0.0
        for x in sorted_series:
            mean += x
        mean /= paths
        squares, negative = 0.0, 0
        for x in sorted_series:
            squares += (x - mean) ** 2
            negative += x < 0
        figures[t, 0], figures[t, 1], figures[t, 2] = mean, np.sqrt(squares / paths), negative / paths
        for i in range(len(SHARES)):
            rank = SHARES[i] * (paths - 1)
            j = int(rank)
            figures[t, 3 + i] = sorted_series[j] + (rank - j) * (
                sorted_series[min(j + 1, paths - 1)] - sorted_series[j]
            )


def main():
    paths = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    numba.set_num_threads(threads)
    balance, carry = np.empty((r1.YEARS, paths)), np.empty((r1.YEARS, paths))
    of_balance, of_carry = np.empty((r1.YEARS, 8)), np.empty((r1.YEARS, 8))
    few = np.empty((r1.YEARS, CHUNK))  # compiling is not timed
    simulate(CHUNK, 1, few, few.copy())
    summarise(few, of_balance)
    for seed in range(rounds):
        timer = r1.Timer(threads)
        simulate(paths, seed * 1_000_003, balance, carry)
        summarise(balance, of_balance)
        summarise(carry, of_carry)
        r1.report_time("numba", threads, paths, timer.seconds())
        r1.report_check("numba", paths, of_balance[-1], of_carry[-1])


main()
