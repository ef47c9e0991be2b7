"""R1 in NumPy as an expert writes it: in chunks that stay in the cache, in place, float32 numbers of SFC64, percentiles
from sorted rows. float32 cannot hold pence: it is here because it is the fastest that NumPy can do.

Usage: r1_numpy_best.py [paths=1000000] [threads=1] [rounds=3]
"""

import sys
import threading

import numpy as np

import r1

CHUNK = 8_192
REAL = np.float32


class Chunk:
    """The columns that a thread works in."""

    def __init__(self):
        self.normals, self.drivers, self.shocks = (np.empty((r1.DRIVERS, CHUNK), REAL) for _ in range(3))
        self.columns = np.empty((11, CHUNK), REAL)

    def simulate(self, first, end, seed, balance, carry):
        n = end - first
        rng = np.random.Generator(np.random.SFC64(seed))
        normals, driver, shock = np.empty((r1.DRIVERS, n), REAL), self.drivers[:, :n], self.shocks[:, :n]
        funding, before, pay, other, money, a, b, cost, *benefit = self.columns[:, :n]
        driver[:], last = 0, np.zeros(n, REAL)
        funding[:], pay[:], other[:] = r1.FUNDING, r1.PAY, r1.OTHER
        for column in benefit:
            column[:] = 0
        factor, persistence = r1.FACTOR.astype(REAL), r1.PERSISTENCE.astype(REAL)[:, None]
        for t in range(r1.YEARS):
            rng.standard_normal(dtype=REAL, out=normals)
            np.matmul(factor, normals, out=shock)
            driver *= persistence
            driver += shock
            growth, volume, pay_price, delivery, payback, other_price = driver
            np.add(growth, REAL(1 + r1.GROWTH), out=before)
            before *= funding
            np.subtract(before, funding, out=money)
            funding, before = before, funding
            np.add(delivery, REAL(r1.DELIVERY), out=a)
            np.clip(a, 0, 1, out=a)
            a *= REAL(-r1.EFFICIENCY)
            a += REAL(1)
            np.add(volume, REAL(r1.PAY_VOLUME), out=b)
            pay *= np.exp(b, out=b)
            pay *= a
            pay *= np.add(pay_price, REAL(1 + r1.PAY_PRICE), out=b)
            np.multiply(volume, REAL(r1.OTHER_ELASTICITY), out=b)
            b += REAL(r1.OTHER_VOLUME)
            other *= np.exp(b, out=b)
            other *= a
            other *= np.add(other_price, REAL(1 + r1.OTHER_PRICE), out=b)
            np.add(pay, other, out=cost)
            money *= REAL(r1.EARMARK)
            np.maximum(money, 0, out=money)
            due = benefit[t % 3]
            np.subtract(cost, funding, out=a)
            a += money
            a -= due
            np.maximum(a, 0, out=a)
            a *= REAL(r1.LEAKAGE)
            money -= np.minimum(a, money, out=a)
            left = balance[t, first:end]
            np.subtract(funding, cost, out=left)
            left -= money
            left += due
            np.exp(payback, out=b)
            b *= money
            np.multiply(b, REAL(r1.RETURN), out=benefit[(t + 2) % 3])
            carried = carry[t, first:end]
            np.multiply(last, REAL(1 + r1.INTEREST), out=carried)
            carried += left
            last = carried


def summarise(series):
    """Returns mean, sd, P(<0) and percentiles, each by year."""
    n = series.shape[1]
    percentiles = np.empty((len(r1.PERCENTILES), len(series)))
    for t, row in enumerate(series):
        ascending = np.sort(row)
        for i, p in enumerate(r1.PERCENTILES):
            rank = p / 100 * (n - 1)
            j = int(rank)
            low, high = float(ascending[j]), float(ascending[min(j + 1, n - 1)])
            percentiles[i, t] = low + (rank - j) * (high - low)
    mean, sd = series.mean(axis=1, dtype=np.float64), series.std(axis=1, dtype=np.float64)
    return [mean, sd, np.count_nonzero(series < 0, axis=1) / n, *percentiles]


def run(paths, seed, threads):
    balance, carry = (np.empty((r1.YEARS, paths), REAL) for _ in range(2))
    chunks = list(enumerate(range(0, paths, CHUNK)))
    figures = [None, None]

    def work(thread):
        room = Chunk()
        for k, first in chunks[thread::threads]:
            room.simulate(first, min(paths, first + CHUNK), [seed, k], balance, carry)

    def read(thread):
        for i in range(thread, 2, threads):
            figures[i] = summarise((balance, carry)[i])

    for stage in (work, read):
        if threads == 1:
            stage(0)
            continue
        hands = [threading.Thread(target=stage, args=(i,)) for i in range(threads)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
    return figures


def main():
    paths = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    for seed in range(rounds):
        timer = r1.Timer(threads)
        balance, carry = run(paths, seed, threads)
        r1.report_time("numpy-best-f32", threads, paths, timer.seconds())
        r1.report_check("numpy-best-f32", paths, [x[-1] for x in balance], [x[-1] for x in carry])


main()
