package finance_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/internal/testkit/float"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A sound system can be worked out, and every check row of every body is zero to the penny. In one system or another
// each kind of row is other than zero.
func TestEveryCheckIsZeroInEverySystem(t *testing.T) {
	alive := map[string]bool{}
	testkit.CheckSome(t, 100_000, 150, func(t *rapid.T) {
		m := drawSystem(t, largest)
		require.Empty(t, m.Validate())
		l := project(t, m)
		require.Empty(t, l.Breaks())
		for _, r := range l.Program.Rows {
			kind := kindOf(r.Name)
			v, _ := l.At(r.Name, len(l.Program.Years)-1)
			alive[kind] = alive[kind] || r.Check || !v.IsZero()
		}
	})
	if testing.Short() {
		return // too few systems to meet every kind of row
	}
	for kind, is := range alive {
		assert.True(t, is, kind)
	}
	for _, kind := range []string{"taken_over", "handed_over", "backlog", "spills.*.cost", "pools.*.partners.*.bears",
		"allocation.parts.*.share", "own_funding"} {
		assert.True(t, alive[kind], kind)
	}
}

// kindOf is a row's name without the names of bodies and parts.
func kindOf(name string) string {
	_, line := sheet.BodyOf(name)
	words := strings.Split(line, ".")
	if len(words) < 2 {
		return line
	}
	last := words[len(words)-1]
	switch {
	case words[0] == "allocation" && last != "share":
		return "allocation.parts.*"
	case words[0] == "allocation":
		return "allocation.parts.*.share"
	case words[0] == "transfers":
		return "transfers.*"
	case words[0] == "check_pools":
		return "check_pools.*"
	case words[0] == "pools" && words[2] == "partners":
		return "pools.*.partners.*." + last
	}
	return words[0] + ".*." + last
}

// systemsOf calls f for a system and every system inside it, with the prefix of its rows.
func systemsOf(m *finance.Model, prefix string, f func(m *finance.Model, prefix string)) {
	if len(m.Bodies) == 0 {
		return
	}
	f(m, prefix)
	for i := range m.Bodies {
		systemsOf(&m.Bodies[i], prefix+"bodies."+m.Bodies[i].Name+".", f)
	}
}

// at is a money row's figure, which must be there.
func at(t require.TestingT, l *finance.Ledger, name string, y finance.Year) finance.Amount {
	a, ok := l.Amount(name, y)
	require.True(t, ok, name)
	return a
}

// A system's money is its bodies' money, row by row, at every level, but for what they pay each other.
func TestASystemsMoneyIsItsBodies(t *testing.T) {
	differ := []string{"income", "paid_on", "envelope", "own_funding", "settled", "top_up", "spilled_cost",
		"surplus_to_move", "lowest_balance", "support_paid", "all in", "left_of_fund"}
	testkit.CheckSome(t, 20_000, 50, func(t *rapid.T) {
		m := unjoined(drawSystem(t, largest))
		l := project(t, m)
		systemsOf(m, "", func(s *finance.Model, prefix string) {
			compared := 0
			for _, r := range l.Program.Rows {
				line, ours := strings.CutPrefix(r.Name, prefix)
				if !ours || r.Unit != sheet.Money || r.Check || strings.Contains(line, ".") ||
					strings.Contains(line, "_prices") || slices.Contains(differ, line) {
					continue
				}
				compared++
				for y := m.First; y <= m.Last; y++ {
					var sum finance.Amount
					for _, b := range s.Bodies {
						if a, ok := l.Amount(prefix+"bodies."+b.Name+"."+line, y); ok { // not every body has every row
							sum += a
						}
					}
					require.Equal(t, sum, at(t, l, r.Name, y), "%s in %s", r.Name, y)
				}
			}
			require.Greater(t, compared, 35)
		})
	})
}

// The lowest balance of a system is that of the body, of all at any depth, that does worst: none is in deficit where it
// is zero or more.
func TestTheLowestBalanceIsThatOfTheWorstBody(t *testing.T) {
	testkit.CheckSome(t, 20_000, 50, func(t *rapid.T) {
		m := drawSystem(t, largest)
		l := project(t, m)
		for y := m.First; y <= m.Last; y++ {
			var balances []finance.Amount
			systemsOf(m, "", func(s *finance.Model, prefix string) {
				for _, b := range s.Bodies {
					if len(b.Bodies) == 0 {
						balances = append(balances, at(t, l, prefix+"bodies."+b.Name+".balance", y))
					}
				}
			})
			lowest := at(t, l, "lowest_balance", y)
			require.Equal(t, slices.Min(balances), lowest)
			short, ok := l.Number("bodies_in_deficit", y)
			require.True(t, ok)
			require.Equal(t, short == 0, lowest >= 0)
		}
	})
}

// What bodies pay each other nets to nothing, however deep they stand: what is left is what crosses the border of the
// whole.
func TestTransfersNetToNothing(t *testing.T) {
	testkit.CheckSome(t, 20_000, 50, func(t *rapid.T) {
		m := drawSystem(t, largest)
		l := project(t, m)
		for y := m.First; y <= m.Last; y++ {
			var in, out, received, paid finance.Amount
			systemsOf(m, "", func(s *finance.Model, prefix string) {
				for _, f := range s.Transfers {
					if f.From == "" {
						in += at(t, l, prefix+"transfers."+f.Name, y)
					}
					if f.To == "" {
						out += at(t, l, prefix+"transfers."+f.Name, y)
					}
				}
				for _, p := range s.Pools {
					if p.Provider == "" {
						out += at(t, l, prefix+"pools."+p.Name+".cost", y)
					}
				}
				for _, b := range s.Bodies {
					if len(b.Bodies) == 0 {
						received += at(t, l, prefix+"bodies."+b.Name+".income", y)
						paid += at(t, l, prefix+"bodies."+b.Name+".paid_on", y)
					}
				}
			})
			require.Equal(t, in, at(t, l, "income", y))
			require.Equal(t, out, at(t, l, "paid_on", y))
			require.Equal(t, in-out, received-paid)
		}
	})
}

// In which order bodies, transfers, pools and mergers are written changes no figure. The order of a pool's partners and
// of an allocation's parts says who takes what rounding leaves over, and that of spills in which order growth
// compounds.
func TestTheOrderOfBodiesDoesNotMatter(t *testing.T) {
	testkit.CheckSome(t, 20_000, 50, func(t *rapid.T) {
		m := drawSystem(t, largest)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		want, got := figures(project(t, m).Ledger), figures(project(t, shuffled(m, random)).Ledger)
		require.Equal(t, want, got)
	})
}

func shuffled(m *finance.Model, random *rand.Rand) *finance.Model {
	s := *m
	s.Bodies, s.Transfers, s.Pools, s.Mergers = slices.Clone(m.Bodies), slices.Clone(m.Transfers),
		slices.Clone(m.Pools), slices.Clone(m.Mergers)
	for i := range s.Bodies {
		s.Bodies[i] = *shuffled(&s.Bodies[i], random)
	}
	for _, list := range []any{s.Bodies, s.Transfers, s.Pools, s.Mergers} {
		random.Shuffle(reflect.ValueOf(list).Len(), reflect.Swapper(list))
	}
	return &s
}

// A system of one body that nobody pays is that body, in every figure, and so is its net.
func TestASystemOfOneBodyIsThatBody(t *testing.T) {
	testkit.CheckSome(t, 100_000, 150, func(t *rapid.T) {
		m := drawModel(t, largest)
		body := *m
		body.Name, body.First, body.Last, body.FirstMonth, body.Deflator = "one", 0, 0, 0, finance.Deflator{}
		body.Prices = 0
		s := &finance.Model{First: m.First, Last: m.Last, FirstMonth: m.FirstMonth, Deflator: m.Deflator,
			Prices: m.Prices, Bodies: []finance.Model{body}}
		alone, inside := figures(project(t, m).Ledger), figures(project(t, s).Ledger)
		netted := 0
		for name, cells := range alone {
			if own, ok := inside["bodies.one."+name]; ok {
				require.Equal(t, cells, own, name)
			}
			if net, ok := inside[name]; ok {
				netted++
				require.Equal(t, cells, net, name)
			}
		}
		require.Greater(t, netted, 35)
	})
}

// A merger moves positions and makes none: until then nothing changes, and in its year the whole costs what it would
// and stands where it would, before any of an earmark is diverted.
func TestAMergerMakesNoMoney(t *testing.T) {
	merged := 0
	testkit.CheckSome(t, 100_000, 150, func(t *rapid.T) {
		m := drawSystem(t, largest)
		if len(m.Mergers) == 0 {
			return
		}
		apart := *m
		apart.Mergers = nil
		year := slices.MinFunc(m.Mergers, func(a, b finance.Merger) int { return int(a.Year - b.Year) }).Year
		together, before := project(t, m), project(t, &apart)
		for y := m.First; y < year; y++ {
			for _, r := range before.Program.Rows {
				want, money := before.Amount(r.Name, y)
				if money {
					require.Equal(t, want, at(t, together, r.Name, y), "%s in %s", r.Name, y)
				}
			}
		}
		for _, line := range []string{"budget", "cost", "net_cost", "unmet_need", "core_position",
			"underlying_position"} {
			require.Equal(t, at(t, before, line, year), at(t, together, line, year), line)
		}
		for _, merger := range m.Mergers {
			if len(systemNamed(m, merger.Body).Bodies) > 0 {
				continue
			}
			for y := merger.Year; y <= m.Last; y++ {
				require.Zero(t, at(t, together, "bodies."+merger.Body+".balance", y))
			}
		}
		merged++
	})
	assert.Positive(t, merged)
}

// Systems that merge move no pound: no body's line is another, and no line of the whole; those of the system that takes
// the others over are those of all of them, from the year of each merger on.
func TestSystemsMergeLineByLine(t *testing.T) {
	merged := 0
	counted := regexp.MustCompile(`^(funding|income|paid_on|budget|support_paid|cost|net_cost|earmark_planned|` +
		`transformation|balance|cumulative_balance|debt|reserve|surplus|deficit_financing|underlying_position|` +
		`causes\..*)$`)
	testkit.CheckSome(t, 100_000, 150, func(t *rapid.T) {
		m := drawSystem(t, largest)
		m.Mergers = slices.DeleteFunc(m.Mergers,
			func(j finance.Merger) bool { return len(systemNamed(m, j.Body).Bodies) == 0 })
		if len(m.Mergers) == 0 {
			return
		}
		apart, into := *m, "bodies."+m.Mergers[0].Into+"."
		apart.Mergers = nil
		before, together := project(t, &apart), project(t, m)
		require.Empty(t, together.Breaks())
		for _, r := range before.Program.Rows {
			line, its := strings.CutPrefix(r.Name, into)
			below := strings.Contains(line, ".") && !strings.HasPrefix(line, "causes.")
			for _, y := range m.Years() {
				want, money := before.Amount(r.Name, y)
				if !money || its && !below && !counted.MatchString(line) {
					continue
				}
				for _, j := range m.Mergers {
					if its && !below && y >= j.Year {
						more, _ := before.Amount("bodies."+j.Body+"."+line, y)
						want += more
					}
				}
				require.Equal(t, want, at(t, together, r.Name, y), "%s in %s", r.Name, y)
			}
		}
		merged++
	})
	assert.Positive(t, merged)
}

// unjoined is a system in which no systems merge, which has no rule of a line but adds lines up.
func unjoined(m *finance.Model) *finance.Model {
	m.Mergers = slices.DeleteFunc(slices.Clone(m.Mergers),
		func(j finance.Merger) bool { return len(systemNamed(m, j.Body).Bodies) > 0 })
	return m
}

// systemNamed is a body directly in the system.
func systemNamed(m *finance.Model, name string) finance.Model {
	return m.Bodies[slices.IndexFunc(m.Bodies, func(b finance.Model) bool { return b.Name == name })]
}

// A float64 reader agrees to the last penny nearly everywhere in systems too, and says where it may not.
func TestAFloatReaderStandsWithinTheBoundInEverySystem(t *testing.T) {
	var cells float.Tally
	testkit.CheckSome(t, 20_000, 50, func(t *rapid.T) { cells.Compare(t, project(t, drawSystem(t, largest)).Ledger) })
	t.Log(cells)
	if !testing.Short() { // of few systems, one large one decides
		assert.Greater(t, float64(cells.Penny), 0.93*float64(cells.Money), "most money must agree to the last penny")
	}
	assert.Zero(t, cells.Refused, "no system runs out of what float64 can hold")
}

// TestNoSystemHasFewerRows than are counted before it is laid out: no system that fits is refused for its size.
func TestNoSystemHasFewerRows(t *testing.T) {
	testkit.CheckSome(t, 10_000, 100, func(t *rapid.T) {
		m := drawSystem(t, finance.Billion)
		laid, _ := m.Draft()
		require.GreaterOrEqual(t, len(laid.Rows)+len(laid.Inputs), m.FewestRows())
	})
	for _, bodies := range []int{1, 30} {
		bare := &finance.Model{First: 2024, Last: 2025, Bodies: make([]finance.Model, bodies)}
		for i := range bare.Bodies {
			bare.Bodies[i].Name = fmt.Sprint("body ", i)
		}
		laid, _ := bare.Draft()
		of := func(all int, name func(int) string) (n int) {
			for i := range all {
				if strings.HasPrefix(name(i), "bodies.") {
					n++
				}
			}
			return n
		}
		assert.GreaterOrEqual(t, of(len(laid.Rows), func(i int) string { return laid.Rows[i].Name })+
			of(len(laid.Inputs), func(i int) string { return laid.Inputs[i].Name }), bare.FewestRows(),
			"bodies of nothing")
	}
}

// wildModel is a sound system into which nonsense is put, anywhere.
func wildModel(t *rapid.T) *finance.Model {
	m := drawSystem(t, largest)
	if rapid.Bool().Draw(t, "alone") {
		m = drawModel(t, largest)
	}
	m.Rules = nil
	for range rapid.IntRange(1, 4).Draw(t, "how much") {
		disturbModel(t, reflect.ValueOf(m).Elem())
	}
	return m
}

// disturbModel puts nonsense into one field of a value, or of what it holds.
func disturbModel(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		var open []int
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Type.Kind() != reflect.Map && f.Name != "Rules" {
				open = append(open, i)
			}
		}
		disturbModel(t, v.Field(rapid.SampledFrom(open).Draw(t, "field")))
	case reflect.Slice:
		disturbSlice(t, v)
	case reflect.String:
		v.SetString(rapid.SampledFrom([]string{"", "a", "b", "c", "a.a", "a.b", "a.", ".a", ".", "^", "^a", ":pool 0",
			"pace", "parts", "a.b.c.d", "\xff", strings.Repeat("x", 100)}).Draw(t, "name"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.SampledFrom([]int64{0, 1, -1, 2, 12, 13, 100, 101, 2020, 1 << 40, int64(finance.MaxAmount),
			int64(finance.MaxAmount) + 1, math.MaxInt64, math.MinInt64}).Draw(t, "whole"))
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, 1, -1, 0.5, 2, 100, 1e300, 5e-324, math.NaN(), math.Inf(1),
			math.Inf(-1)}).Draw(t, "rate"))
	}
}

func disturbSlice(t *rapid.T, v reflect.Value) {
	n := v.Len()
	copied := reflect.MakeSlice(v.Type(), n, n+1)
	reflect.Copy(copied, v)
	v.Set(copied)
	switch what := rapid.IntRange(0, 3).Draw(t, "what"); {
	case n > 0 && what == 0:
		v.SetLen(n - 1)
	case n > 0 && what == 1:
		v.Set(reflect.Append(v, v.Index(rapid.IntRange(0, n-1).Draw(t, "again"))))
	case n == 0 || what == 2:
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		disturbModel(t, v.Index(n))
	default:
		disturbModel(t, v.Index(rapid.IntRange(0, n-1).Draw(t, "element")))
	}
}

// Whatever a model holds, it is validated without a panic; if it is sound it can be compiled, and what cannot be worked
// out is a figure.
func wildModelProperty(t *rapid.T) {
	m := wildModel(t)
	faults := m.Validate()
	m.Draft()
	m.Lines()
	l, err := finance.Project(m)
	switch {
	case len(faults) > 0:
		require.Equal(t, faults, err)
	case err != nil:
		var cell *sheet.CellError
		require.ErrorAs(t, err, &cell)
	default:
		require.Empty(t, l.Breaks())
	}
}

func TestValidateNeverPanics(t *testing.T) { testkit.CheckSome(t, 100_000, 150, wildModelProperty) }

func FuzzValidate(f *testing.F) { f.Fuzz(rapid.MakeFuzz(wildModelProperty)) }
