"""R1 in JAX on the processor: compiled, float32, a scan over years; percentiles from rows that NumPy sorts.

Usage: r1_jax.py [paths=1000000] [threads=1] [rounds=3]

JAX has threads of its own: one thread is what a process pinned to one processor gets.
"""

import sys

import jax
import jax.numpy as jnp
import numpy as np

import r1

CHUNK = 65_536
FACTOR = jnp.asarray(r1.FACTOR, jnp.float32)
PERSISTENCE = jnp.asarray(r1.PERSISTENCE, jnp.float32)[:, None]


def year(state, key):
    driver, before, pay, other, benefit, next_benefit, last = state
    driver = PERSISTENCE * driver + FACTOR @ jax.random.normal(key, (r1.DRIVERS, CHUNK), jnp.float32)
    growth, volume, pay_price, delivery, payback, other_price = driver
    funding = before * (1 + r1.GROWTH + growth)
    efficiency = 1 - r1.EFFICIENCY * jnp.clip(r1.DELIVERY + delivery, 0, 1)
    pay = pay * jnp.exp(r1.PAY_VOLUME + volume) * (1 + r1.PAY_PRICE + pay_price) * efficiency
    other = other * jnp.exp(r1.OTHER_VOLUME + r1.OTHER_ELASTICITY * volume) * (1 + r1.OTHER_PRICE + other_price)
    other = other * efficiency
    cost = pay + other
    earmark = jnp.maximum(0, r1.EARMARK * (funding - before))
    pressure = cost - (funding - earmark) - benefit
    spent = earmark - jnp.minimum(earmark, jnp.maximum(0, pressure) * r1.LEAKAGE)
    balance = funding - cost - spent + benefit
    last = last * (1 + r1.INTEREST) + balance
    earned = spent * r1.RETURN * jnp.exp(payback)
    return (driver, funding, pay, other, next_benefit, earned, last), (balance, last)


@jax.jit
def chunk(key):
    zero = jnp.zeros(CHUNK, jnp.float32)
    state = (jnp.zeros((r1.DRIVERS, CHUNK), jnp.float32), zero + r1.FUNDING, zero + r1.PAY, zero + r1.OTHER)
    return jax.lax.scan(year, (*state, zero, zero, zero), jax.random.split(key, r1.YEARS))[1]


def summarise(series):
    """Returns mean, sd, P(<0) and percentiles of the years, as rows."""
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


def run(paths, seed):
    keys = jax.random.split(jax.random.key(seed), (paths + CHUNK - 1) // CHUNK)
    chunks = [chunk(key) for key in keys]
    return [summarise(np.concatenate([np.asarray(c[i]) for c in chunks], axis=1)[:, :paths]) for i in range(2)]


def main():
    paths = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    jax.block_until_ready(chunk(jax.random.key(0)))  # compiling is not timed
    for seed in range(rounds):
        timer = r1.Timer(threads)
        balance, carry = run(paths, seed + 1)
        r1.report_time("jax-f32", threads, paths, timer.seconds())
        r1.report_check("jax-f32", paths, [x[-1] for x in balance], [x[-1] for x in carry])


main()
