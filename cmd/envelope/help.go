package main

import "strings"

// examples are example command lines, as --help shows them.
func examples(lines ...string) string { return "Examples:\n\n  " + strings.Join(lines, "\n  ") }

// Help is what --help shows below the flags of each command.

func (*runCmd) Help() string {
	return examples("envelope run plan.yaml", "envelope run plan.yaml --out results",
		"envelope run plan.yaml --set funding.real_growth=4% --paths 1000000 --seed 7",
		"envelope run plan.yaml --end 2026/27 --format csv")
}

func (*checkCmd) Help() string {
	return examples("envelope check plan.yaml", "envelope check plan.yaml --all --format json")
}

func (*explainCmd) Help() string {
	return examples("envelope explain plan.yaml balance 2027/28",
		`envelope explain plan.yaml "Acute trust: balance" --depth 2`, "envelope explain plan.yaml debt --path 7")
}

func (*exploreCmd) Help() string {
	return examples("envelope explore plan.yaml", "envelope explore plan.yaml --no-open",
		"envelope explore plan.yaml --to page.html")
}

func (*solveCmd) Help() string {
	return examples("envelope solve plan.yaml --from 2% --to 8% --chance 80%")
}

func (*verifyCmd) Help() string { return examples("envelope verify results/manifest.json") }

func (*fitCmd) Help() string { return examples("envelope fit history.csv --column growth") }

func (*backcastCmd) Help() string { return examples("envelope backcast past.yaml outturn.csv") }

func (*initCmd) Help() string {
	return examples("envelope init", "envelope init system -o system.yaml", "envelope init council -o -")
}

func (*templateCmd) Help() string {
	return examples("envelope template plan.xlsx", "envelope template system.xlsx --for system",
		"envelope template mine.xlsx --from mine.yaml", "envelope run plan.xlsx --out results")
}

func (*rollCmd) Help() string {
	return examples("envelope roll plan.yaml actuals.csv -o next.yaml", "envelope roll plan.yaml to_date.csv --month 9")
}

func (*migrateCmd) Help() string {
	return examples("envelope migrate plan.yaml -o new.yaml", "envelope migrate plan.yaml -o plan.yaml")
}

func (*schemaCmd) Help() string { return examples("envelope schema > envelope.schema.json") }

func (*completionCmd) Help() string {
	return examples("envelope completion bash >> ~/.bash_completion", "envelope completion powershell >> $PROFILE")
}

func (*askCmd) Help() string {
	return examples("envelope ask plan.yaml p10 of balance in 2027/28", "envelope ask plan.yaml worst 5% of balance")
}

func (*driversCmd) Help() string {
	return examples("envelope drivers plan.yaml p10 of balance in 2027/28")
}

func (*gradientCmd) Help() string {
	return examples("envelope gradient plan.yaml mean of balance in 2027/28")
}

func (*bridgeCmd) Help() string {
	return examples(`envelope bridge plan.yaml "mean of balance in 2027/28 for savings at half"`,
		"envelope bridge plan.yaml --underlying 2027/28")
}

func (*tableCmd) Help() string {
	return examples("envelope table plan.yaml --rows funding.real_growth=2%..5%")
}

func (*sweepCmd) Help() string {
	return examples("envelope sweep plan.yaml --settings cases.csv --figure \"p10 of balance\"")
}

func (*diffCmd) Help() string {
	return examples("envelope diff june.yaml july.yaml mean of balance", "envelope diff results/june results/july")
}

func (*replayCmd) Help() string {
	return examples("envelope replay plan.yaml p95 of balance in 2027/28")
}

func (*planCmd) Help() string { return examples("envelope plan plan.yaml -o run.plan") }

func (*partCmd) Help() string { return examples("envelope part run.plan --part 3/64 --out parts") }

func (*mergeCmd) Help() string { return examples("envelope merge run.plan parts") }
