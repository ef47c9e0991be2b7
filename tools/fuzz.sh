#!/usr/bin/env bash
# Runs every fuzz target for FUZZTIME (default 60s; 10000000x for so many inputs), one after the other: nothing that is
# read panics, hangs or is taken for something else. Each has a line: package, target, inputs tried. It ends at the
# first that fails; the input is then in testdata/fuzz of its package.
# An input that finds new code is made smaller in a hundred steps and no more: of a workbook it would take all the time.
# tools/fuzz.sh [PACKAGE]...    such as ./scenario/... (default: all)
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- ./...
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Go before 1.27 now and then calls the end of the time a failure: https://go.dev/issue/75804. No input failed then.
timed_out() { grep -q 'context deadline exceeded' "$log" && ! grep -q 'Failing input' "$log"; }

for package in $(go list "$@"); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		if ! go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-60s}" -fuzzminimizetime 100x \
			-parallel "${FUZZPARALLEL:-$(nproc)}" "$package" >"$log" 2>&1 && ! timed_out; then
			cat "$log"
			exit 1
		fi
		printf '%s %s: %s\n' "$package" "$target" "$(grep -o 'execs: [0-9]*' "$log" | tail -1)"
	done
done
