package main

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

//go:embed fund.csv
var fund string

// record prints the fund as it was planned and what deficit support left of it, each row with its caution.
func record(w io.Writer) error {
	rows, err := csv.NewReader(strings.NewReader(fund)).ReadAll()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nThe fund on record, £m\n\n%-8s %8s %8s %6s  %s\n", "", "planned", "support", "left", "caution")
	for _, row := range rows[1:] {
		fmt.Fprintf(w, "%-8s %8s %8s %6s  %s\n", row[0], row[1], row[2], row[3], row[6])
	}
	_, err = fmt.Fprint(w, `
What was left is an upper bound on what was spent on transformation, since other calls were made on it too. The
vanguards had £389m by 2017/18, of £2.2bn once planned for 2016/17 to 2020/21: 18%, but the periods differ
(National Audit Office, 2018). Sources stand in fund.csv.
`)
	return err
}
