#!/bin/sh
# Works every workbook of this folder out with LibreOffice and stores the figures beside the formulas.
# The filter options are those of LibreOffice's text import and export: comma, double quotes, UTF-8, detect
# numbers; the last `true` of the import lets cells that start with = be formulas.
set -eu
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
for book in settlement everything services cash choices money deficits repayment system supported formulas withdrawn pressures council earmarks; do
	soffice --headless "-env:UserInstallation=file://$out/profile" \
		--infilter="CSV:44,34,76,1,,0,false,true,false,false,false,0,true" \
		--convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' \
		--outdir "$out" "$book.csv" >/dev/null
	mv "$out/$book.csv" "$book.values.csv"
done
