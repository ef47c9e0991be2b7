#!/bin/sh
# Works the workbooks of this folder out with LibreOffice, as finance/testdata/workbook/recompute.sh does.
set -eu
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
for book in merged_systems; do
	soffice --headless "-env:UserInstallation=file://$out/profile" \
		--infilter="CSV:44,34,76,1,,0,false,true,false,false,false,0,true" \
		--convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' \
		--outdir "$out" "$book.csv" >/dev/null
	mv "$out/$book.csv" "$book.values.csv"
done
