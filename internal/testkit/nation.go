package testkit

import (
	"fmt"
	"strings"
)

// Nation is the scenario file of a nation: 42 systems of five bodies each, over ten years. Its figures are made
// up and uneven, so that no two systems are alike.
func Nation() []byte {
	const systems = 42
	var w strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&w, format+"\n", args...) }
	line("schema: 1\nname: A nation of systems\nyears: 2025/26 to 2035/36\nnot_modelled: []")
	line("deflator:\n  planned: {value: 2%%, source: Made up, quality: red}\n  surprise:\n    normal: {mean: 0%%, sd: 0.5%%}\n    each_year: {persistence: 0.5}\n    source: Made up")
	line("funding:\n  real_growth: {p10: 2%%, p90: 3.5%%, source: Made up}")
	line("bodies:")
	for i := range systems {
		nationalSystem(line, i)
	}
	line("allocation:\n  pace: {value: 20%%, source: Made up}\n  parts:")
	for i := range systems {
		target := 2
		if i < 16 {
			target = 3 // 16 of 3% and 26 of 2% make 100%
		}
		line("    System %d:\n      opening: {value: £%dm, source: Made up, quality: red}\n      target: %d%%", i,
			2000+10*i, target)
	}
	return []byte(w.String())
}

func nationalSystem(line func(string, ...any), i int) {
	line("  System %d:\n    bodies:", i)
	line("      Commissioner:\n        opening: {cost: {value: £%dm, source: Made up}}\n        need:\n          real_growth: {p10: 2%%, p90: 5%%, source: Made up, quality: red}", 150+i)
	for j, name := range []string{"Acute trust", "Community trust", "Specialist trust"} {
		line("      %s:", name)
		line("        opening:\n          position: {value: £%dm, source: Made up, quality: red}", 3-4*j-i%7)
		line("        need:\n          real_growth: {p10: 2.%d%%, p90: 4.%d%%, source: Made up, quality: red}", i%10,
			(i+j)%10)
		line("        savings:\n          planned: {value: 2%%, source: Made up, quality: amber}\n          delivery:\n            triangular: {low: 40%%, mode: 75%%, high: 100%%}\n            source: Made up\n          recurrent: {value: 72%%, source: Made up}")
		line("        debt:\n          interest: {value: 3.5%%, source: Made up}")
	}
	line("      Council:\n        funding:\n          baseline: {value: £%dm, source: Made up}\n          real_growth: {p10: 0%%, p90: 2%%, source: Made up}", 400+i)
	line("        need:\n          real_growth: {value: 3.9%%, source: Made up}\n        unmet:\n          share: {value: 100%%, source: Made up}\n          carried: {value: 20%%, source: Made up}")
	line("    transfers:")
	for j, name := range []string{"Acute trust", "Community trust", "Specialist trust"} {
		line("      %s contract:\n        from: Commissioner\n        to: %s\n        baseline: {value: £%dm, source: Made up}", name, name, []int{1000, 500, 200}[j])
		line("        efficiency: {value: 2%%, source: Made up}\n        volume: {value: 3%%, source: Made up}\n        at_least: {value: 0%%, source: Made up}")
	}
	line("    pools:\n      Better care fund:\n        real_growth: {p10: 1%%, p90: 5%%, source: Made up}\n        partners:")
	line("          Commissioner:\n            minimum: {value: £60m, source: Made up}\n            share: 60%%")
	line("          Council:\n            minimum: {value: £20m, source: Made up}\n            growth: {value: 2%%, source: Made up}\n            share: 40%%")
	line("    spills:\n      care:\n        from: Council\n        to: Acute trust\n        elasticity:\n          triangular: {low: 0%%, mode: 20%%, high: 50%%}\n          source: Made up\n        lag: 1")
	line("    allocation:\n      parts:\n        Commissioner:\n          opening: {value: £%dm, source: Made up}",
		2000+10*i)
}
