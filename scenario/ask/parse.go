package ask

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// longestQuestion bounds the text of a figure.
const longestQuestion = 2000

// Figure reads a figure from text:
//
//	p10 of balance in 2029/30 of Acute trust
//	mean of net cost for Fast growth versus Slow growth
//	worst 5% of balance in 2023/24
//	chance that balance and core position in 2023/24
//	chance all bodies balance by 2028/29
//	median first year of balance
//
// A statistic comes first: mean, median, p1 to p99 (p2.5), worst and best with a share, standard deviation (sd),
// chance. Then comes a line, by its name on the sheet or in words, with "of" and a body where it is a body's. A chance
// or a count ("first year of", "years of", "longest run of") takes an event instead: a line compared with a level by
// >=, >, <= or <. "balance" alone is balance >= 0 and "deficit" is balance < 0; "and" and "or" join several
// comparisons, and "all bodies" or "any body" may come before a line. "in" names the year; "by" means in some year up
// to it, "in every year to" and "added up to" mean what they say. Without a year it is the year of the model's main
// question. "for" names a scenario and "versus" the scenario to compare it with. Capitals do not matter. The error is a
// fault that says which word was not understood.
func (s *Study) Figure(text string) (Figure, error) {
	s = door.Or(s)
	if len(text) > longestQuestion {
		return Figure{}, fault.TooLarge.Found("the question has %d characters", len(text)).
			Want("the most is %d", longestQuestion)
	}
	p := &parser{names: s.names, words: split(text)}
	f, err := p.figure()
	if err != nil {
		return Figure{}, fault.Of(err).In("question %s", fault.Quote(text))
	}
	return f, nil
}

// split cuts a question into words; comparisons are words of their own.
func split(text string) []string {
	for _, op := range []string{">=", "<="} {
		text = strings.ReplaceAll(text, op, " "+op+" ")
	}
	text = strings.NewReplacer("≥", " >= ", "≤", " <= ", "“", "", "”", "", `"`, "").Replace(text)
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		if w := words[i]; len(w) > 1 && strings.ContainsAny(w[:1], "<>") && w[1] != '=' {
			words = slices.Insert(words, i, w[:1])
			words[i+1] = w[1:]
		}
	}
	return words
}

// A parser reads a figure word by word.
type parser struct {
	names names
	words []string
	at    int
}

func (p *parser) word() string {
	if p.at < len(p.words) {
		return strings.ToLower(p.words[p.at])
	}
	return ""
}

// take steps over some words if they come next, and says whether they did.
func (p *parser) take(words ...string) bool {
	if p.at+len(words) > len(p.words) {
		return false
	}
	for i, w := range words {
		if !strings.EqualFold(p.words[p.at+i], w) {
			return false
		}
	}
	p.at += len(words)
	return true
}

// longest finds the longest known name that comes next, and steps over it.
func longest[T any](p *parser, known map[string]T) (is T, name string, ok bool) {
	for n := min(p.names.most, len(p.words)-p.at); n > 0; n-- {
		name := strings.Join(p.words[p.at:p.at+n], " ")
		if is, ok := known[strings.ToLower(name)]; ok {
			p.at += n
			return is, name, true
		}
	}
	return is, "", false
}

func (p *parser) figure() (f Figure, err error) {
	var taken int
	if f.Statistic, taken, err = statisticIn(p.words); err != nil {
		return f, fault.Unreadable.Found("%s", err.Error())
	}
	p.at = taken
	switch {
	case p.take("first", "year", "of"), p.take("first", "year"):
		f.Count = FirstYear
	case p.take("years", "of"), p.take("years", "in"):
		f.Count = Years
	case p.take("longest", "run", "of"):
		f.Count = Longest
	case taken == 0:
		return f, fault.Missing.Found("it does not say what to take of the paths").
			Want("begin with mean of, median of, p10 of, worst 5%% of, chance of, or first year of")
	}
	if taken == 0 {
		f.Statistic.Share = 0.5 // the median of a count
	}
	switch {
	case f.Statistic.Kind == Chance && f.Count != None:
		return f, fault.Conflict.Found("a chance is not of a count").
			Want("ask the median of it, or the chance of the event by a year")
	case f.Statistic.Kind == Chance || f.Count != None:
		f.Event, err = p.event(f.Count)
	default:
		f.Line, f.Year, err = p.line()
	}
	if err == nil {
		err = p.tail(&f)
	}
	if err == nil {
		err = f.fault(p.names.years)
	}
	return f, err
}

// line reads a line, its body and its year, in any order after the line.
func (p *parser) line() (line, year string, err error) {
	line, err = p.subject()
	if err != nil {
		return "", "", err
	}
	year = p.names.main
	if p.take("in") {
		year, err = p.year()
	}
	if err == nil && p.word() == "of" {
		line, err = p.ofBody(line)
	}
	return line, year, err
}

// subject reads a line with its body.
func (p *parser) subject() (string, error) {
	r, name, ok := longest(p, p.names.rows)
	if !ok {
		return "", p.names.noLine(p.rest())
	}
	if p.word() != "of" {
		return string(r), nil
	}
	return p.ofBody(name)
}

// ofBody reads "of" and a body, if they come next, and gives the row of the line there.
func (p *parser) ofBody(line string) (string, error) {
	before := p.at
	p.take("of")
	of, _, ok := longest(p, p.names.bodies)
	if !ok {
		text := p.rest()
		p.at = before
		var known []string
		for name := range p.names.bodies {
			known = append(known, name)
		}
		slices.Sort(known)
		return "", fault.Unknown.Found("there is no body %s", fault.Quote(text)).Suggest(p.names.nearest(text, known))
	}
	return p.names.row(line, of)
}

// keywords are the words at which an unknown name ends.
func keywords() []string {
	return []string{"in", "by", "of", "for", "versus", "and", "or", ">=", "<=", ">", "<", "added"}
}

// rest is the text where a name was expected, up to the next word that cannot be part of a name.
func (p *parser) rest() string {
	end := p.at
	for end < len(p.words) && (end == p.at || !slices.Contains(keywords(), strings.ToLower(p.words[end]))) {
		end++
	}
	if end == p.at {
		return "the end of the question"
	}
	return strings.Join(p.words[p.at:end], " ")
}

func (p *parser) year() (string, error) {
	if p.at < len(p.words) && slices.Contains(p.names.years, p.words[p.at]) {
		p.at++
		return p.words[p.at-1], nil
	}
	return "", fault.Unknown.Found("%s is not a year after the opening year", fault.Quote(p.rest())).
		Want("there are %s to %s", p.names.years[0], p.names.years[len(p.names.years)-1])
}

// event reads terms with "and" and "or" between them. A term without years takes the years of the next term that has
// some.
func (p *parser) event(count Count) (Event, error) {
	var e Event
	var all []Term
	for {
		terms, any, err := p.terms()
		if err != nil {
			return nil, err
		}
		all = append(all, terms...)
		if !any || len(terms) == 1 {
			if p.take("and") {
				continue
			}
			e = append(e, all)
			all = nil
			if p.take("or") {
				continue
			}
			break
		}
		if len(all) > len(terms) || p.word() == "and" {
			return nil, fault.Conflict.Found("\"any body\" stands beside \"and\"").
				Want("ask for it alone, or with \"or\"")
		}
		for _, t := range terms {
			e = append(e, []Term{t})
		}
		all = nil
		if !p.take("or") {
			break
		}
	}
	return e, p.settle(e, count)
}

// settle gives terms their years.
func (p *parser) settle(e Event, count Count) error {
	over, year := InYear, p.names.main
	for i := len(e) - 1; i >= 0; i-- {
		for j := len(e[i]) - 1; j >= 0; j-- {
			t := &e[i][j]
			if t.Year != "" {
				if count != None {
					return fault.Conflict.Found("a count of years has no year of its own").Want("leave out %s",
						t.Over.years(t.Year))
				}
				over, year = t.Over, t.Year
			}
			t.Over, t.Year = over, year
			if count != None {
				t.Year = ""
			}
		}
	}
	return nil
}

// terms reads one comparison. For several bodies it makes a term for each; any says that one of them is enough.
func (p *parser) terms() (terms []Term, any bool, err error) {
	all := p.take("all", "bodies") || p.take("every", "body")
	any = !all && (p.take("any", "body") || p.take("some", "body"))
	t := Term{Op: ">="}
	var rows []string
	switch {
	case p.take("balances"), p.take("balance"):
		t.Line = "balance"
	case p.take("is", "in", "deficit"), p.take("deficit"):
		t.Line, t.Op = "balance", "<"
	}
	switch {
	case all || any:
		line := t.Line
		if line == "" {
			line = p.rest()
			p.at += len(strings.Fields(line))
		}
		rows, err = p.names.everyBody(line)
	case t.Line != "" && p.word() == "of":
		t.Line, err = p.ofBody(t.Line)
		rows = []string{t.Line}
	case t.Line != "":
		t.Line, err = p.names.row(t.Line, "")
		rows = []string{t.Line}
	default:
		t.Line, err = p.subject()
		rows = []string{t.Line}
	}
	if err != nil {
		return nil, false, err
	}
	if err := p.compared(&t, rows[0]); err != nil {
		return nil, false, err
	}
	if err := p.span(&t); err != nil {
		return nil, false, err
	}
	for _, r := range rows {
		t.Line = r
		terms = append(terms, t)
	}
	return terms, any, nil
}

// compared reads the comparison and the level, if they are given.
func (p *parser) compared(t *Term, row string) (err error) {
	op := p.word()
	if !slices.Contains([]string{">=", ">", "<=", "<"}, op) {
		return nil
	}
	p.at++
	if p.at == len(p.words) {
		return fault.Missing.Found("nothing follows %s", op).Want("write a level, such as %s 0", op)
	}
	level := p.words[p.at]
	p.at++
	t.Op = op
	t.Level, err = p.names.level(row, level)
	if p.names.unit(row) == Money && t.Level != 0 {
		t.Currency = p.names.currency
	}
	return err
}

// span reads a term's years, if they are given.
func (p *parser) span(t *Term) (err error) {
	switch {
	case p.take("in", "every", "year", "to"):
		t.Over = EveryYear
	case p.take("in", "any", "year", "to"), p.take("by"):
		t.Over = AnyYear
	case p.take("added", "up", "to"):
		t.Over = AddedUp
	case p.take("in", "every", "year"):
		t.Over, t.Year = EveryYear, p.names.years[len(p.names.years)-1]
		return nil
	case p.take("in"):
		t.Over = InYear
	default:
		return nil
	}
	t.Year, err = p.year()
	return err
}

// tail reads the scenarios at the end.
func (p *parser) tail(f *Figure) error {
	scenarios := map[string]string{}
	for _, name := range p.names.scenarios {
		scenarios[strings.ToLower(name)] = name
	}
	for p.at < len(p.words) {
		var into *string
		switch {
		case p.take("for"):
			into = &f.Scenario
		case p.take("versus"), p.take("against"):
			into = &f.Versus
		default:
			return fault.Unreadable.Found("%s was not understood", fault.Quote(p.rest())).
				Want("after the figure come in, of, for and versus")
		}
		name, _, ok := longest(p, scenarios)
		if !ok {
			text := p.rest()
			return fault.Unknown.Found("there is no scenario %s", fault.Quote(text)).
				Suggest(p.names.nearest(text, p.names.scenarios))
		}
		*into = name
	}
	return nil
}
