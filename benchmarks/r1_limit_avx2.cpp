// R1 written by hand for AVX2, as the practical limit of the machine: Philox4x32-10, Box-Muller, the whole ledger in
// registers, and percentiles from histograms. It knows this one model; a general engine is measured by how near it comes.
//
// Four paths go through all years at once, in one vector. Steps that are one long chain are written for several
// independent vectors side by side (template argument U), because a compiler does not interleave them itself.
//
//	g++ -O3 -march=native -std=c++17 -pthread r1_limit_avx2.cpp -o r1_limit && ./r1_limit [paths=1000000] [threads=1] [rounds=3]
#include <immintrin.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

using Doubles = __m256d;
using Integers = __m256i;
#define INLINE static inline __attribute__((always_inline))
#define EACH(u) _Pragma("GCC unroll 16") for (int u = 0; u < U; u++)

// ---------------------------------------------------------------- the model, as in r1.py

enum { YEARS = 20, DRIVERS = 6, NORMALS = YEARS * DRIVERS, SERIES = 2 * YEARS, LANES = 4, BLOCK = 256, BINS = 2048, PILOT = 1024 };

static const double CORRELATION[DRIVERS][DRIVERS] = {{1, .2, .3, .1, .1, .3},  {.2, 1, .25, -.1, 0, .2}, {.3, .25, 1, 0, .1, .6},
                                                     {.1, -.1, 0, 1, .3, 0},   {.1, 0, .1, .3, 1, .1},   {.3, .2, .6, 0, .1, 1}};
static const double PERSISTENCE[DRIVERS] = {.5, .3, .6, .4, .2, .6};
static const double SPREAD[DRIVERS] = {.010, .008, .010, .15, .20, .012};
static const double FUNDING = 100, PAY = 68, OTHER = 32, GROWTH = .034;
static const double PAY_VOLUME = .012, OTHER_VOLUME = .016, OTHER_ELASTICITY = .8, PAY_PRICE = .028, OTHER_PRICE = .025;
static const double EFFICIENCY = .02, DELIVERY = .6, EARMARK = .25, LEAKAGE = .5, RETURN = .6, INTEREST = .035;

static double FACTOR[DRIVERS][DRIVERS];  // lower Cholesky factor, each row times its driver's spread

static void prepare_factor() {
    double lower[DRIVERS][DRIVERS] = {};
    for (int i = 0; i < DRIVERS; i++)
        for (int j = 0; j <= i; j++) {
            double s = CORRELATION[i][j];
            for (int k = 0; k < j; k++) s -= lower[i][k] * lower[j][k];
            lower[i][j] = i == j ? std::sqrt(s) : s / lower[j][j];
            FACTOR[i][j] = SPREAD[i] * lower[i][j];
        }
}

// ---------------------------------------------------------------- vectors

INLINE Doubles all(double x) { return _mm256_set1_pd(x); }
INLINE Integers all_bits(uint64_t x) { return _mm256_set1_epi64x(x); }
INLINE Doubles fma_(Doubles a, Doubles b, Doubles c) { return _mm256_fmadd_pd(a, b, c); }
INLINE Doubles as_doubles(Integers x) { return _mm256_castsi256_pd(x); }
INLINE Integers as_integers(Doubles x) { return _mm256_castpd_si256(x); }

// masked is (x & mask) | fill.
INLINE Doubles masked(Integers x, uint64_t mask, uint64_t fill) {
    return as_doubles(_mm256_or_si256(_mm256_and_si256(x, all_bits(mask)), all_bits(fill)));
}

// Polynomials, lowest coefficient first, fitted at Chebyshev nodes: e^r for |r| <= ln2/2; sin(pi x)/x and cos(pi x) in
// x*x for |x| <= 1/2; log(1 + r)/r for |r| <= 1/32.
static const double EXP[12] = {0x1.0000000000000p+0,  0x1.0000000000000p+0,  0x1.0000000000011p-1,  0x1.555555555555ap-3,
                               0x1.555555554f0bap-5,  0x1.111111110f21ep-7,  0x1.6c16c1880029fp-10, 0x1.a01a01b1461c5p-13,
                               0x1.a01991a10d9aep-16, 0x1.71ddf56d8deb5p-19, 0x1.28b4101c77212p-22, 0x1.af632a0f7e2cep-26};
static const double SINPI[8] = {0x1.921fb54442d17p+1,  -0x1.4abbce625bd83p+2, 0x1.466bc677522bdp+1,  -0x1.32d2cce1ea145p-1,
                                0x1.5078327046959p-4,  -0x1.e30631bdf732dp-8, 0x1.e89f6fe44fe7bp-12, -0x1.62903d02bb153p-16};
static const double COSPI[9] = {0x1.0000000000000p+0,  -0x1.3bd3cc9be45dbp+2, 0x1.03c1f081b5992p+2,
                                -0x1.55d3c7e3bfbf5p+0, 0x1.e1f506813a321p-3,  -0x1.a6d1efc8c38bep-6,
                                0x1.f9d254582ac30p-10, -0x1.b6957b54dd389p-14, 0x1.1678f9078a9b3p-18};
static const double LOG[7] = {0x1.0000000000000p+0, -0x1.0000000021ecdp-1, 0x1.5555555591a58p-2, -0x1.fffff0152d0f3p-3,
                              0x1.99998b736c3e7p-3, -0x1.55cccccc17b4cp-3, 0x1.24fc7b165f8a9p-3};

template <int U, int N> INLINE void polynomial(const double (&c)[N], const Doubles* x, Doubles* y) {
    EACH(u) y[u] = all(c[N - 1]);
#pragma GCC unroll 32
    for (int i = N - 2; i >= 0; i--) {
        Doubles k = all(c[i]);
        EACH(u) y[u] = fma_(y[u], x[u], k);
    }
}

template <int U> INLINE void exponential(const Doubles* x, Doubles* y) {
    const Doubles magic = all(0x1.8p52);  // adding it rounds to a whole number, in the low bits
    Doubles r[U];
    Integers k[U];
    EACH(u) {
        Doubles n = fma_(x[u], all(1.4426950408889634), magic);
        k[u] = as_integers(n);
        n = _mm256_sub_pd(n, magic);
        r[u] = fma_(n, all(-0x1.abc9e3b39803fp-56), fma_(n, all(-0x1.62e42fefa39efp-1), x[u]));
    }
    polynomial<U>(EXP, r, y);
    EACH(u) y[u] = as_doubles(_mm256_add_epi64(as_integers(y[u]), _mm256_slli_epi64(k[u], 52)));
}

// The table of the logarithm: by the leading four bits of the fraction, the reciprocal of the middle and its -log.
alignas(64) static double RECIPROCAL[16], MINUS_LOG[16];

static void prepare_log() {
    for (int j = 0; j < 16; j++) {
        RECIPROCAL[j] = 1 / (1 + (j + .5) / 16);
        MINUS_LOG[j] = -std::log(RECIPROCAL[j]);
    }
}

struct LogTable {};

template <int U> INLINE void logarithm(const Doubles* x, Doubles* y, const LogTable& t) {
    Doubles r[U], base[U], exponent[U];
    EACH(u) {
        Integers b = as_integers(x[u]), j = _mm256_and_si256(_mm256_srli_epi64(b, 48), all_bits(15));
        exponent[u] = _mm256_sub_pd(masked(_mm256_srli_epi64(b, 52), ~0ull, 0x4330000000000000ull), all(0x1p52 + 1023));
        base[u] = _mm256_i64gather_pd(MINUS_LOG, j, 8);
        r[u] = fma_(masked(b, 0x000fffffffffffffull, 0x3ff0000000000000ull), _mm256_i64gather_pd(RECIPROCAL, j, 8), all(-1));
    }
    polynomial<U>(LOG, r, y);
    EACH(u) y[u] = fma_(exponent[u], all(0.69314718055994530942), fma_(y[u], r[u], base[u]));
}

// ---------------------------------------------------------------- draws

struct Keys {
    uint64_t low[10], high[10];
    Keys(uint32_t a, uint32_t b) {
        for (int i = 0; i < 10; i++, a += 0x9E3779B9, b += 0xBB67AE85) low[i] = a, high[i] = b;
    }
};

// Philox4x32-10 on U vectors of counters; each word is the low half of its lane, the high half is not cleared.
template <int U> INLINE void philox(Integers* c0, Integers* c1, Integers* c2, Integers* c3, const Keys& keys) {
    const Integers m0 = all_bits(0xD2511F53), m1 = all_bits(0xCD9E8D57);
#pragma GCC unroll 16
    for (int round = 0; round < 10; round++) {
        Integers low = all_bits(keys.low[round]), high = all_bits(keys.high[round]), p0[U], p1[U];
        EACH(u) p0[u] = _mm256_mul_epu32(c0[u], m0), p1[u] = _mm256_mul_epu32(c2[u], m1);
        EACH(u) {
            c0[u] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p1[u], 32), c1[u]), low);
            c2[u] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p0[u], 32), c3[u]), high);
        }
        EACH(u) c1[u] = p1[u], c3[u] = p0[u];
    }
}

// Box-Muller on U pairs of words: the radius from all bits of the first, the angle from 31 bits of the second, the
// sign of the cosine from its top bit.
template <int U> INLINE void box_muller(const Integers* a, const Integers* b, Doubles* first, Doubles* second, const LogTable& t) {
    const uint64_t two52 = 0x4330000000000000ull;
    Doubles radius[U], x[U], square[U], wave[U];
    EACH(u) radius[u] = _mm256_sub_pd(masked(a[u], 0xffffffffull, two52), all(0x1p52 - 0.5));
    logarithm<U>(radius, radius, t);
    EACH(u) radius[u] = _mm256_sqrt_pd(fma_(radius[u], all(-2), all(2 * 32 * 0.69314718055994530942)));
    EACH(u) x[u] = fma_(_mm256_sub_pd(masked(b[u], 0x7fffffffull, two52), all(0x1p52 + 0x1p30)), all(0x1p-31), all(0x1p-32));
    EACH(u) square[u] = _mm256_mul_pd(x[u], x[u]);
    polynomial<U>(SINPI, square, wave);
    EACH(u) first[u] = _mm256_mul_pd(radius[u], _mm256_mul_pd(x[u], wave[u]));
    polynomial<U>(COSPI, square, wave);
    EACH(u) {
        Integers sign = _mm256_and_si256(_mm256_slli_epi64(b[u], 32), all_bits(0x8000000000000000ull));
        second[u] = as_doubles(_mm256_xor_si256(as_integers(_mm256_mul_pd(radius[u], wave[u])), sign));
    }
}

// ---------------------------------------------------------------- statistics

// What the pilot settles for each series: a typical value, and the histogram of ten standard deviations to each side.
struct Layout {
    double centre[SERIES], per_unit[SERIES], low[SERIES];
};

// One worker's columns and sums. Deviations from the centre are summed by lane.
struct Worker {
    alignas(64) double block[SERIES][BLOCK];
    alignas(64) double normals[NORMALS][LANES];
    alignas(64) uint64_t words[NORMALS][LANES];
    alignas(64) double sum[SERIES][LANES], squares[SERIES][LANES];
    uint64_t negative[SERIES];
    uint32_t bins[SERIES][BINS];
};

struct Moments {
    double mean, sd;
};

static Moments moments(const Worker& w, int series, double centre, double n) {
    double s = 0, q = 0;
    for (int lane = 0; lane < LANES; lane++) s += w.sum[series][lane], q += w.squares[series][lane];
    return {centre + s / n, std::sqrt(q / n - s / n * (s / n))};
}

static void count_bins(const double* values, int n, double centre, double per_unit, uint32_t* bins) {
    alignas(64) uint32_t bin[BLOCK];
    const Doubles scale = all(per_unit), offset = all(BINS / 2 - centre * per_unit);
    for (int i = 0; i < n; i += LANES) {
        Doubles at = _mm256_max_pd(all(0), fma_(_mm256_load_pd(values + i), scale, offset));
        _mm_store_si128((__m128i*)(bin + i), _mm256_cvttpd_epi32(_mm256_min_pd(all(BINS - 1), at)));
    }
    for (int i = 0; i < n; i++) bins[bin[i]]++;
}

static double percentile(const uint32_t* bins, double target, double low, double width) {
    double below = 0;
    for (int i = 0; i < BINS; i++) {
        if (below + bins[i] >= target) return low + width * (i + (target - below) / bins[i]);
        below += bins[i];
    }
    return low + width * BINS;
}

// ---------------------------------------------------------------- paths

// draw fills the worker's normals for eight paths from the first on.
INLINE void draw(uint64_t first, const Keys& keys, const LogTable& table, Worker& w) {
    const Integers path = _mm256_add_epi64(_mm256_setr_epi64x(0, 1, 2, 3), all_bits(first));
    const Integers path_high = _mm256_srli_epi64(path, 32);
    {
        constexpr int U = 5;
        for (int g = 0; g < NORMALS / 4; g += U) {
            Integers c[4][U];
            EACH(u) c[0][u] = path, c[1][u] = path_high, c[2][u] = all_bits(g + u), c[3][u] = all_bits(0);
            philox<U>(c[0], c[1], c[2], c[3], keys);
            EACH(u) for (int k = 0; k < 4; k++) _mm256_store_si256((__m256i*)w.words[(g + u) * 4 + k], c[k][u]);
        }
    }
    constexpr int U = 4;
    for (int i = 0; i < NORMALS; i += 2 * U) {
        Integers a[U], b[U];
        Doubles z0[U], z1[U];
        EACH(u) a[u] = _mm256_load_si256((__m256i*)w.words[i + 2 * u]), b[u] = _mm256_load_si256((__m256i*)w.words[i + 2 * u + 1]);
        box_muller<U>(a, b, z0, z1, table);
        EACH(u) _mm256_store_pd(w.normals[i + 2 * u], z0[u]), _mm256_store_pd(w.normals[i + 2 * u + 1], z1[u]);
    }
}

// record adds eight values to a series' sums and keeps them for its histogram.
INLINE void record(Worker& w, int series, Doubles x, double centre, int at) {
    Doubles d = _mm256_sub_pd(x, all(centre));
    _mm256_store_pd(w.sum[series], _mm256_add_pd(_mm256_load_pd(w.sum[series]), d));
    _mm256_store_pd(w.squares[series], fma_(d, d, _mm256_load_pd(w.squares[series])));
    w.negative[series] += __builtin_popcount(_mm256_movemask_pd(_mm256_cmp_pd(x, all(0), _CMP_LT_OQ)));
    _mm256_store_pd(&w.block[series][at], x);
}

// eight_paths works out all years of eight paths.
static void eight_paths(uint64_t first, const Keys& keys, const LogTable& table, const Layout& layout, Worker& w) {
    draw(first, keys, table, w);
    Doubles driver[DRIVERS];
    for (Doubles& d : driver) d = all(0);
    Doubles funding = all(FUNDING), pay = all(PAY), other = all(OTHER), carry = all(0);
    Doubles benefit = all(0), next_benefit = all(0);
    const Doubles zero = all(0), one = all(1);
    for (int t = 0; t < YEARS; t++) {
#pragma GCC unroll 6
        for (int d = 0; d < DRIVERS; d++) {
            Doubles s = _mm256_mul_pd(driver[d], all(PERSISTENCE[d]));
#pragma GCC unroll 6
            for (int j = 0; j <= d; j++) s = fma_(_mm256_load_pd(w.normals[t * DRIVERS + j]), all(FACTOR[d][j]), s);
            driver[d] = s;
        }
        Doubles before = funding;
        funding = _mm256_mul_pd(funding, _mm256_add_pd(all(1 + GROWTH), driver[0]));
        Doubles delivered = _mm256_min_pd(one, _mm256_max_pd(zero, _mm256_add_pd(all(DELIVERY), driver[3])));
        Doubles efficiency = _mm256_fnmadd_pd(all(EFFICIENCY), delivered, one), e[3];
        const Doubles exponents[3] = {_mm256_add_pd(all(PAY_VOLUME), driver[1]), fma_(all(OTHER_ELASTICITY), driver[1], all(OTHER_VOLUME)), driver[4]};
        exponential<3>(exponents, e);
        pay = _mm256_mul_pd(_mm256_mul_pd(pay, e[0]), _mm256_mul_pd(_mm256_add_pd(all(1 + PAY_PRICE), driver[2]), efficiency));
        other = _mm256_mul_pd(_mm256_mul_pd(other, e[1]), _mm256_mul_pd(_mm256_add_pd(all(1 + OTHER_PRICE), driver[5]), efficiency));
        Doubles cost = _mm256_add_pd(pay, other);
        Doubles earmark = _mm256_max_pd(zero, _mm256_mul_pd(all(EARMARK), _mm256_sub_pd(funding, before)));
        Doubles pressure = _mm256_sub_pd(_mm256_sub_pd(cost, _mm256_sub_pd(funding, earmark)), benefit);
        Doubles diverted = _mm256_min_pd(earmark, _mm256_mul_pd(_mm256_max_pd(zero, pressure), all(LEAKAGE)));
        Doubles spent = _mm256_sub_pd(earmark, diverted);
        Doubles balance = _mm256_add_pd(_mm256_sub_pd(_mm256_sub_pd(funding, cost), spent), benefit);
        benefit = next_benefit;
        next_benefit = _mm256_mul_pd(_mm256_mul_pd(spent, all(RETURN)), e[2]);
        carry = fma_(carry, all(1 + INTEREST), balance);
        record(w, t, balance, layout.centre[t], first % BLOCK);
        record(w, YEARS + t, carry, layout.centre[YEARS + t], first % BLOCK);
    }
}

// pilot lays the histograms out by the first paths of another stream.
static Layout pilot(uint32_t key, Worker& w) {
    Layout layout = {};
    const Keys keys(key ^ 0x5bd1e995, 0);
    const LogTable table;
    for (int path = 0; path < PILOT; path += LANES) eight_paths(path, keys, table, layout, w);
    for (int s = 0; s < SERIES; s++) {
        Moments m = moments(w, s, 0, PILOT);
        layout.centre[s] = m.mean;
        layout.per_unit[s] = BINS / (20 * m.sd);
        layout.low[s] = m.mean - 10 * m.sd;
    }
    return layout;
}

// work runs the paths from <= path < to.
static void work(uint64_t from, uint64_t to, uint32_t key, const Layout& layout, Worker& w) {
    w = Worker{};
    const Keys keys(key, 0);
    const LogTable table;
    for (uint64_t block = from; block < to; block += BLOCK) {
        uint64_t end = std::min<uint64_t>(block + BLOCK, to);
        for (uint64_t path = block; path < end; path += LANES) eight_paths(path, keys, table, layout, w);
        for (int s = 0; s < SERIES; s++) count_bins(w.block[s], end - block, layout.centre[s], layout.per_unit[s], w.bins[s]);
    }
}

struct Summary {
    double mean, sd, negative, percentiles[5];
};

static void merge(Worker& into, const Worker& w) {
    for (int s = 0; s < SERIES; s++) {
        into.negative[s] += w.negative[s];
        for (int lane = 0; lane < LANES; lane++) into.sum[s][lane] += w.sum[s][lane], into.squares[s][lane] += w.squares[s][lane];
        for (int bin = 0; bin < BINS; bin++) into.bins[s][bin] += w.bins[s][bin];
    }
}

static std::vector<Summary> run(uint64_t paths, int threads, uint32_t key) {
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i < threads; i++) workers.push_back(std::make_unique<Worker>());
    const Layout layout = pilot(key, *workers[0]);
    std::vector<std::thread> running;
    for (int i = 0; i < threads; i++) {
        uint64_t blocks = (paths + BLOCK - 1) / BLOCK;
        uint64_t from = blocks * i / threads * BLOCK, to = std::min<uint64_t>(blocks * (i + 1) / threads * BLOCK, paths);
        running.emplace_back([=, &layout, &workers] { work(from, to, key, layout, *workers[i]); });
    }
    for (std::thread& t : running) t.join();
    for (int i = 1; i < threads; i++) merge(*workers[0], *workers[i]);
    static const double shares[5] = {.05, .25, .5, .75, .95};
    std::vector<Summary> summaries(SERIES);
    for (int s = 0; s < SERIES; s++) {
        const Worker& w = *workers[0];
        Moments m = moments(w, s, layout.centre[s], paths);
        summaries[s] = {m.mean, m.sd, double(w.negative[s]) / paths, {}};
        for (int i = 0; i < 5; i++) summaries[s].percentiles[i] = percentile(w.bins[s], shares[i] * paths, layout.low[s], 1 / layout.per_unit[s]);
    }
    return summaries;
}

// ---------------------------------------------------------------- output, as in r1.py

static double seconds(int threads) {
    timespec t;
    clock_gettime(threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int argc, char** argv) {
    uint64_t paths = argc > 1 ? atoll(argv[1]) : 1000000;
    int threads = argc > 2 ? atoi(argv[2]) : 1, rounds = argc > 3 ? atoi(argv[3]) : 3;
    paths = (paths + LANES - 1) / LANES * LANES;
    prepare_factor();
    prepare_log();
    run(8192, threads, 0);  // pages and caches, not timed
    for (int round = 0; round < rounds; round++) {
        double start = seconds(threads);
        std::vector<Summary> all_series = run(paths, threads, 42 + round);
        double took = seconds(threads) - start;
        struct rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        const Summary &balance = all_series[YEARS - 1], &carry = all_series[2 * YEARS - 1];
        printf("time peer=cpp-limit threads=%d paths=%lu ns_per_path=%.2f peak_mib=%ld\n", threads, paths, took / paths * 1e9, usage.ru_maxrss / 1024);
        printf("check peer=cpp-limit paths=%lu balance_mean=%.5f balance_sd=%.5f deficit=%.6f carry_mean=%.4f carry_sd=%.4f carry_p5=%.3f carry_p95=%.3f\n",
               paths, balance.mean, balance.sd, balance.negative, carry.mean, carry.sd, carry.percentiles[0], carry.percentiles[4]);
    }
}
