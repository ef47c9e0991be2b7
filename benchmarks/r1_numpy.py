"""R1 in NumPy, as an analyst writes it (whole arrays over all paths) and in chunks whose temporaries stay in the cache.

Usage: r1_numpy.py [paths=1000000] [rounds=3]
"""

import sys

import numpy as np

import r1

CHUNK = 16_384


def simulate(paths, seed):
    """Returns balance and carry, both of shape (years, paths)."""
    rng = np.random.default_rng(seed)
    driver = np.zeros((r1.DRIVERS, paths))
    funding = np.full(paths, r1.FUNDING)
    pay = np.full(paths, r1.PAY)
    other = np.full(paths, r1.OTHER)
    last_carry = np.zeros(paths)
    benefit = [0.0] * (r1.YEARS + 2)
    balance = np.empty((r1.YEARS, paths))
    carry = np.empty((r1.YEARS, paths))
    for t in range(r1.YEARS):
        driver = r1.PERSISTENCE[:, None] * driver + r1.FACTOR @ rng.standard_normal((r1.DRIVERS, paths))
        growth, volume, pay_price, delivery, payback, other_price = driver
        before = funding
        funding = funding * (1 + r1.GROWTH + growth)
        efficiency = 1 - r1.EFFICIENCY * np.clip(r1.DELIVERY + delivery, 0, 1)
        pay = pay * np.exp(r1.PAY_VOLUME + volume) * (1 + r1.PAY_PRICE + pay_price) * efficiency
        other = (
            other
            * np.exp(r1.OTHER_VOLUME + r1.OTHER_ELASTICITY * volume)
            * (1 + r1.OTHER_PRICE + other_price)
            * efficiency
        )
        cost = pay + other
        earmark = np.maximum(0, r1.EARMARK * (funding - before))
        pressure = cost - (funding - earmark) - benefit[t]
        spent = earmark - np.minimum(earmark, np.maximum(0, pressure) * r1.LEAKAGE)
        benefit[t + 2] = spent * r1.RETURN * np.exp(payback)
        balance[t] = funding - cost - spent + benefit[t]
        last_carry = last_carry * (1 + r1.INTEREST) + balance[t]
        carry[t] = last_carry
    return balance, carry


def simulate_in_chunks(paths, seed):
    balance = np.empty((r1.YEARS, paths))
    carry = np.empty((r1.YEARS, paths))
    for k, first in enumerate(range(0, paths, CHUNK)):
        end = min(paths, first + CHUNK)
        balance[:, first:end], carry[:, first:end] = simulate(end - first, [seed, k])
    return balance, carry


def summarise(series):
    """Returns mean, sd, P(<0) and percentiles, each by year."""
    percentiles = np.percentile(series, r1.PERCENTILES, axis=1)
    return [series.mean(axis=1), series.std(axis=1), (series < 0).mean(axis=1), *percentiles]


def main():
    paths = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for seed in range(rounds):
        for peer, run in (("numpy", simulate), ("numpy-chunked", simulate_in_chunks)):
            timer = r1.Timer(threads=1)
            balance, carry = (summarise(series) for series in run(paths, seed))
            r1.report_time(peer, 1, paths, timer.seconds())
            r1.report_check(peer, paths, [x[-1] for x in balance], [x[-1] for x in carry])


main()
