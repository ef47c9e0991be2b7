#!/usr/bin/env bash
# Runs every fuzz target for FUZZTIME (default 60s), one after the other: nothing that is read panics, hangs or is taken
# for something else. It ends at the first that fails; the input is then in testdata/fuzz of its package. tools/fuzz.sh
# [PACKAGE]...    such as ./scenario/... (default: all)
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- ./...
for package in $(go list "$@"); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		printf '%s %s\n' "$package" "$target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-60s}" "$package"
	done
done
