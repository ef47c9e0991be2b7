#!/bin/sh
# Runs the workload R1 in NumPy, Numba, JAX, C++ and this library, in turns, and prints their times side by side; then
# what people run: the settlement with the lines of its own choice, from a thousand paths, cold and with a kept plan, to
# all; fifty scenarios, each compared with the first; a system; a nation. README's figures come from here.
#
#	benchmarks/run.sh [rounds=5] [paths=1000000]
#
# It needs Go and python3. NumPy, Numba, JAX, g++, AVX-512 or AVX2, taskset and a second processor are each left out,
# aloud, where missing. PYTHON and CXX name other commands than python3 and g++; OUT is a folder for what is built, and
# for the log.
#
# One-thread figures are processor time of the process, pinned to processor 0: other programs take turns with it but are
# not counted. Two-thread figures are by the wall clock. Ratios within one run are what lasts. All peers must come to
# the same figures within their Monte Carlo errors, or the script fails.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rounds=${1:-5}
paths=${2:-1000000}
latency=16384
round=262144 # paths of one round of BenchmarkR1
python=${PYTHON:-python3}
out=${OUT:-$(mktemp -d)}
log=$out/log.txt
export PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1

skip() { echo "skipped: $*"; }
have() { command -v "$1" >/dev/null 2>&1; }
pinned() { if have taskset; then taskset -c 0 "$@"; else "$@"; fi; }

have "$python" || { echo "this script needs $python"; exit 1; }
have taskset || skip "pinning to one processor: there is no taskset"
numpy=yes numba=yes jax=yes cpp=yes two=yes
"$python" -c 'import numpy' 2>/dev/null || {
	skip "NumPy, Numba and JAX: $python has no numpy"
	numpy='' numba='' jax=''
}
[ -z "$numba" ] || "$python" -c 'import numba' 2>/dev/null || { skip "Numba: $python has no numba"; numba=''; }
[ -z "$jax" ] || "$python" -c 'import jax' 2>/dev/null || { skip "JAX: $python has no jax"; jax=''; }
if ! have "${CXX:-g++}"; then
	skip "the C++ limit: there is no ${CXX:-g++}"
	cpp=''
elif grep -qw avx512dq /proc/cpuinfo 2>/dev/null; then
	limit=r1_limit.cpp
elif grep -qw avx2 /proc/cpuinfo 2>/dev/null; then
	limit=r1_limit_avx2.cpp # of the same vectors as our kernels
else
	skip "the C++ limit: this processor has neither AVX-512 nor AVX2"
	cpp=''
fi
[ "$(getconf _NPROCESSORS_ONLN)" -ge 2 ] || { skip "two threads: there is one processor"; two=''; }

[ -z "$cpp" ] || "${CXX:-g++}" -O3 -march=native -std=c++17 -pthread -Wno-ignored-attributes \
	"$here/$limit" -o "$out/r1_limit"
(cd "$here/.." && go test -c -o "$out/scenario.test" ./scenario)
cd "$here/../scenario" # where its tests find the examples
grep -m 1 'model name' /proc/cpuinfo 2>/dev/null || true

# Ours is measured by its tests' binary, because the choice of kernels is not public: a benchmark, and how often.
# Verbose, so that it says what it skips.
ours() { "$out/scenario.test" -test.v -test.run '^$' -test.bench "$1" -test.benchtime "$2"; }
ours_pinned() { GOMAXPROCS=1 pinned "$out/scenario.test" -test.v -test.run '^$' -test.bench "$1" -test.benchtime "$2"; }

one_round() {
	times=$(((paths + round - 1) / round))x
	[ -z "$numpy" ] || pinned "$python" "$here/r1_numpy.py" "$paths" 1
	[ -z "$numpy" ] || pinned "$python" "$here/r1_numpy_best.py" "$paths" 1 1
	[ -z "$numba" ] || pinned "$python" "$here/r1_numba.py" "$paths" 1 1
	[ -z "$numba" ] || pinned "$python" "$here/r1_numba_best.py" "$paths" 1 1
	[ -z "$jax" ] || pinned "$python" "$here/r1_jax.py" "$paths" 1 1
	[ -z "$cpp" ] || pinned "$out/r1_limit" "$paths" 1 3
	ours_pinned '^BenchmarkR1$' "$times"
	if [ -n "$two" ]; then
		[ -z "$numpy" ] || "$python" "$here/r1_numpy_best.py" "$paths" 2 1
		[ -z "$numba" ] || "$python" "$here/r1_numba.py" "$paths" 2 1
		[ -z "$numba" ] || "$python" "$here/r1_numba_best.py" "$paths" 2 1
		[ -z "$cpp" ] || "$out/r1_limit" "$paths" 2 3
		ours '^BenchmarkR1Workers$/^2$' "$times"
	fi
	[ -z "$numpy" ] || pinned "$python" "$here/r1_numpy.py" $latency 5
	[ -z "$cpp" ] || pinned "$out/r1_limit" $latency 1 15
	ours_pinned '^BenchmarkLatency$' 15x
	ours_pinned '^BenchmarkSettlement$/^(paths|whole|twice)$' 3x
	ours_pinned '^BenchmarkSettlement$/^(cold|kept)$' 30x
	[ -z "$two" ] || ours '^BenchmarkSettlement$/^workers=2$' 3x
	ours_pinned '^BenchmarkScenarios$/^50$' 1x
	ours_pinned '^Benchmark(System|Nation)$' 1x
	ours_pinned '^Benchmark(SweepRows|Slider)$' 2x
}

trap '[ $? -eq 0 ] || { echo "failed; the end of $log:"; tail -20 "$log"; }' EXIT
"$out/scenario.test" -test.run '^TestR1AgreesWithItsPeers$' -test.v >"$log"
i=0
while [ $i -lt "$rounds" ]; do
	i=$((i + 1))
	echo "round $i of $rounds"
	one_round >>"$log"
done
grep -o 'not measured: .*' "$log" | sort -u | sed 's/^not measured: /skipped: /' || true
"$python" "$here/table.py" "$log" "$paths" "$latency"
