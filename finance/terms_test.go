package finance_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// terms are what each row of a sheet is made of: how often it reads which row or number, of which year, and whether it
// adds or takes it off, multiplies or divides. Names that a model gives are left out, so that every loan is any loan.
type terms map[string]map[string]int

// A namer takes the names that a model gives out of the names of its rows.
type namer map[string]bool

func namesOf(m *finance.Model) namer {
	n, unnamed := namer{}, *m
	unnamed.Name = "" // no row is named by it
	n.collect(reflect.ValueOf(unnamed))
	return n
}

func (n namer) collect(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[finance.Row]() {
			return // a name of the sheet's own, or a place
		}
		for i := range v.NumField() {
			switch f := v.Type().Field(i); {
			case !f.IsExported() || f.Name == "Notes" || f.Name == "Rules":
			case f.Name == "Name" || f.Name == "Body":
				for part := range strings.SplitSeq(v.Field(i).String(), ".") {
					n[part] = true
				}
			default:
				n.collect(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			n.collect(v.Index(i))
		}
	}
}

// ownOfSystem is a row that only a system has, which its bodies read, and the systems that it is in.
var ownOfSystem = regexp.MustCompile(`^bodies\.\*\.((pools|spills|mergers|transfers|allocation)\.)`)

// bare is a row's name as any model would have it, and whether it is one of a list.
func (n namer) bare(name string) (bare string, listed bool) {
	for _, suffix := range []string{finance.AtPlannedPrices, finance.AtOutturnPrices} {
		if strings.HasSuffix(name, suffix) {
			return "any row" + suffix, false
		}
	}
	if strings.HasSuffix(name, "_prices") && strings.Contains(name, "_at_") {
		return "any row at a vintage's prices", false
	}
	parts := strings.Split(name, ".")
	for i := 1; i < len(parts); i++ {
		if n[parts[i]] || parts[i-1] == "causes" {
			parts[i], listed = "*", true
		}
	}
	bare = strings.Join(parts, ".")
	for strings.HasPrefix(bare, "bodies.*.bodies.*.") {
		bare = strings.TrimPrefix(bare, "bodies.*.")
	}
	for strings.Contains(bare, ".*.*") {
		bare = strings.ReplaceAll(bare, ".*.*", ".*")
	}
	return ownOfSystem.ReplaceAllString(bare, "$1"), listed
}

// numberOfAnEarmark is one of the numbers of an earmark.
var numberOfAnEarmark = regexp.MustCompile(
	`^(share|amount|leakage|cover|floor|recorded|baseline|measured_from|returns\..*)$`)

// standIns are rows that a rule lays out under the name that a model's choices give them, with the name under which
// they are the same rule.
var standIns = map[string]string{
	"core_funding": "funding", "own_funding": "funding", "envelope": "funding", "budget": "funding",
	"settled": "funding", "settled_before_phasing": "funding", "plan_benefit": "benefit",
	"working_transformation": "transformation", "scheme_savings": "savings", "savings_delivery": "savings.delivery",
	"ordinary_debt": "debt",
}

func standIn(row string) string {
	if one, of := strings.CutPrefix(row, "earmarks.*."); of { // an only earmark has the same rule
		row = one
		if slices.Contains([]string{"planned", "base_share", "base_growth"}, one) {
			row = "earmark_" + one
		}
		if numberOfAnEarmark.MatchString(one) {
			row = "earmark." + one
		}
	}
	if name, ok := standIns[row]; ok {
		return name
	}
	return row
}

// of adds the terms of a sheet's row. A body's row reads its own rows under their own names.
func (all terms) of(n namer, r sheet.Row) {
	own := rowIn(r.Name)
	prefix := strings.TrimSuffix(r.Name, own)
	row, _ := n.bare(own)
	row = standIn(row)
	if all[row] == nil {
		all[row] = map[string]int{}
	}
	for _, formula := range []sheet.Expr{r.Opening, r.Formula} {
		found := map[string]int{}
		leaves(formula, true, true, func(leaf sheet.Node, adds, multiplies bool) {
			what, once := n.reads(row, strings.TrimPrefix(leaf.Name, prefix), leaf)
			if what == "" {
				return
			}
			key := what + side(adds, ", added", ", taken off") + side(multiplies, "", ", as a divisor")
			if found[key]++; !once {
				found[key] = 1
			}
		})
		for key, count := range found {
			all[row][key] = max(all[row][key], count)
		}
	}
}

// reads says what a leaf of a row's formula is; empty where it says nothing of the rule. once is set where how often it
// is read does not depend on how long a list or a time is.
func (n namer) reads(row, name string, leaf sheet.Node) (what string, once bool) {
	if leaf.Op == sheet.OpConst {
		if leaf.Value.IsZero() || leaf.Value.Equal(one) {
			return "", false
		}
		return "a number", true
	}
	what, listed := n.bare(name)
	what = standIn(what)
	switch {
	case strings.HasPrefix(row, "any row") && !strings.HasSuffix(name, "prices"):
		what = "the row"
	case what == "bodies.*."+row:
		return "", false // a system adds its bodies' rows up
	case leaf.Lag > 0:
		return what + " of an earlier year", false
	case row == "causes.*.cost":
		return what, false // it reads the growth of all causes before it
	}
	return what, !listed
}

func side(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// rowIn is a row's name in its body.
func rowIn(name string) string {
	_, row := sheet.BodyOf(name)
	return row
}

// leaves calls f for each row and number that a formula reads.
func leaves(e sheet.Expr, adds, multiplies bool, f func(leaf sheet.Node, adds, multiplies bool)) {
	n, ok := e.Node()
	if !ok {
		return
	}
	if len(n.Args) == 0 {
		f(n, adds, multiplies)
	}
	for i, arg := range n.Args {
		last := i == 1
		leaves(arg, adds != (last && n.Op == sheet.OpSub), multiplies != (last && n.Op == sheet.OpDiv), f)
	}
}

// termsOf are the terms of a model's sheet; ok is false if it has none, being unsound.
func termsOf(m *finance.Model) (all terms, ok bool) {
	s, err := m.Sheet()
	if err != nil {
		return nil, false
	}
	all = terms{}
	n := namesOf(m)
	for _, r := range s.Rows {
		own := slices.ContainsFunc(m.Rows, func(given finance.Row) bool {
			return given.Name == r.Name && strings.Contains(r.Name, ".")
		})
		if !own { // the model's formula for a number is no rule
			all.of(n, r)
		}
	}
	return all, true
}

// unknown are the terms that others do not have, or not as often.
func (all terms) unknown(others terms) (missing []string) {
	for row, found := range all {
		for key, count := range found {
			if count > others[row][key] {
				missing = append(missing, fmt.Sprintf("%s: %s (%d times)", row, key, count))
			}
		}
	}
	slices.Sort(missing)
	return missing
}

// handWorked are the terms of all workbooks: each has a figure worked out by hand, and is broken by the mutation test.
func handWorked(t testing.TB) terms {
	all := terms{}
	for _, book := range workbooks(t) {
		s, err := book.model.Sheet()
		require.NoError(t, err)
		n := namesOf(book.model)
		for _, r := range s.Rows {
			all.of(n, r)
		}
	}
	return all
}

// Every field of a model is given in a workbook, and every choice is made in one.
func TestEveryFieldIsGivenInAWorkbook(t *testing.T) {
	said := map[string]bool{}
	for _, book := range workbooks(t) {
		for _, what := range says(book.model, fields()) {
			said[what] = true
		}
	}
	for _, f := range fields() {
		if !slices.Contains(frames, f.path) {
			or := strings.Replace(f.path, "Earmark.", "Earmarks[].", 1) // the same rule
			assert.True(t, said[f.path+" is given"] ||
				said[or+" is given"], "no workbook gives %s; add a figure worked out by hand", f.path)
		}
		for _, value := range f.choices() {
			assert.True(t, said[fmt.Sprintf("%s is choice %d", f.path, value)], "no workbook has choice %d of %s",
				value, f.path)
		}
	}
}

// A rule without a hand-worked figure fails: whatever more is said in a workbook's model, field by field, each term of
// each row stands in a row of that name in a workbook.
func TestARuleWithoutAHandWorkedFigureFails(t *testing.T) {
	known := handWorked(t)
	for _, book := range workbooks(t) {
		for _, f := range fields() {
			f.say(book.model, func() {
				if all, sound := termsOf(book.model); sound {
					assert.Empty(t, all.unknown(known), "%s has no figure worked out by hand; give it in a workbook",
						f.path)
				}
			})
		}
	}
}

// So it is for whatever a random body says, and a random system; and they say something in every field.
func TestEveryTermOfARandomModelStandsInAWorkbook(t *testing.T) {
	known, missing, said, every := handWorked(t), map[string]bool{}, map[string]bool{}, fields()
	testkit.CheckSome(t, 10_000, 100, func(t *rapid.T) {
		for _, m := range []*finance.Model{drawBody(t, largest), unjoined(drawSystem(t, largest)),
			drawSupported(t, largest)} {
			all, ok := termsOf(m)
			require.True(t, ok)
			for _, term := range all.unknown(known) {
				missing[term] = true
			}
			for _, what := range says(m, every) {
				said[what] = true
			}
		}
	})
	for _, f := range every {
		assert.True(t, said[f.path+" is given"] ||
			slices.Contains(frames, f.path), "no model that is drawn gives %s", f.path)
	}
	for term := range missing {
		t.Error("no workbook has a figure for ", term)
	}
}
