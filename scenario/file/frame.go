package file

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// structural is the fault of a distribution for a number that belongs to the model's structure.
func structural() fault.Fault {
	return fault.Misplaced.Found("this is part of the model's structure and cannot be uncertain").
		Want("write one value")
}

// frame reads the keys around the numbers: names, currency and years.
func (d *decoder) frame(s *section) {
	s.name("name")
	d.model.Name = s.name("body")
	d.currency(s)
	d.firstMonth(s)
	d.years(s)
}

// name reads a name that is shown to people.
func (s *section) name(key string) string {
	name := s.text(key)
	if name == "" {
		return ""
	}
	n, path := s.n.child(key), join(s.path, key)
	if utf8.RuneCountInString(name) > maxName {
		s.fault(n.at, path, fault.TooLarge.Found("the name is longer than %d characters", maxName))
	}
	s.checkName(n, path)
	return name
}

// currency reads the sign shown before amounts, or the code of a currency that has one.
func (d *decoder) currency(s *section) {
	text := s.text("currency")
	sign, coded := currencySigns()[text]
	switch r, size := utf8.DecodeRuneInString(text); {
	case text == "":
	case coded:
		d.model.Currency = sign
	case unicode.Is(unicode.Sc, r) && size == len(text):
		d.model.Currency = text
	case len(text) == 3 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		d.model.Currency = text
	default:
		d.fault(s.n.child("currency").at, "currency", fault.Unreadable.Found("%s is not a currency", fault.Quote(text)).
			Want("write a sign such as £, € or $, or a code such as GBP"))
	}
}

// currencySigns are the signs of currency codes, of those that have one.
func currencySigns() map[string]string {
	return map[string]string{"GBP": "£", "EUR": "€", "USD": "$"}
}

// firstMonth reads the month in which years start, by number or name.
func (d *decoder) firstMonth(s *section) {
	text := s.text("first_month")
	if text == "" {
		return
	}
	if i, err := strconv.Atoi(text); err == nil && i >= 1 && i <= 12 && len(text) <= 2 {
		d.model.FirstMonth = time.Month(i)
		return
	}
	var names []string
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if folded := strings.ToLower(text); folded == name || folded == name[:3] {
			d.model.FirstMonth = m
			return
		}
		names = append(names, m.String())
	}
	d.fault(s.n.child("first_month").at, "first_month", fault.Unreadable.Found("%s is not a month", fault.Quote(text)).
		Want("write 1 to 12 or a name such as April").Suggest(d.faults.nearest(text, names)))
}

// spanMeant is the span of years that a text probably means: "2018/19 - 2023/24"; empty if it means none.
func spanMeant(text string) string {
	for _, between := range []string{" - ", " – ", " — ", "–", "—", " until ", ":", ".."} {
		first, last, two := strings.Cut(text, between)
		from, err := finance.ParseYear(strings.TrimSpace(first))
		to, err2 := finance.ParseYear(strings.TrimSpace(last))
		if two && err == nil && err2 == nil && len(first) > len("2018") {
			return from.String() + " to " + to.String()
		}
	}
	return ""
}

// years reads the opening year and the last. Years that cannot be read become a plan of one year, so that
// everything else can be checked.
func (d *decoder) years(s *section) {
	d.unread = true
	d.model.First, d.model.Last = 2000, 2001
	n := s.get("years")
	if n == nil {
		if !s.n.has("years") && !d.suspected("years") {
			d.fault(top(), "years", fault.Missing.Found("the file does not say which years it covers").
				Want("write years: 2018/19 to 2023/24, the opening year first"))
		}
		return
	}
	text := d.textOf(n, "years")
	if n.kind != nodeText {
		return
	}
	first, last, two := strings.Cut(text, " to ")
	if !two {
		d.fault(n.at, "years", fault.Unreadable.Found("%s is not a span of years", fault.Quote(text)).
			Want("write 2018/19 to 2023/24, the opening year first").Suggest(spanMeant(text)))
		return
	}
	from, ok := d.yearOf(n, "years", strings.TrimSpace(first))
	to, ok2 := d.yearOf(n, "years", strings.TrimSpace(last))
	if !ok || !ok2 {
		return
	}
	span := finance.Model{First: from, Last: to}
	if faults := span.YearsFaults(); len(faults) > 0 {
		d.fault(n.at, "years", faults[0])
		return
	}
	d.model.First, d.model.Last, d.unread = from, to, false
}

// year reads a key whose value is one year; zero if there is none.
func (s *section) year(key string) finance.Year {
	n := s.get(key)
	if n == nil {
		return 0
	}
	if _, ok := n.asked(takesYear); ok {
		return 0
	}
	path := join(s.path, key)
	text := s.textOf(n, path)
	if n.kind != nodeText {
		return 0
	}
	y, _ := s.yearOf(n, path, text)
	return y
}

// yearOf is one year, written as the first month asks: a year that starts in January is 2019, any other is 2019/20.
func (d *decoder) yearOf(n *node, path, text string) (finance.Year, bool) {
	y, err := finance.ParseYear(text)
	if err != nil {
		d.fault(n.at, path, fault.Of(err))
		return 0, false
	}
	plain, january := len(text) == 4, d.model.FirstMonth == time.January
	switch {
	case d.suspected("first_month"):
		return y, true
	case plain && !january:
		d.fault(n.at, path, fault.Conflict.Found("%s is a calendar year", text).
			Want("write %s, or first_month: 1 if years start in January", y))
	case !plain && january:
		d.fault(n.at, path,
			fault.Conflict.Found("%s spans two calendar years, but first_month says that years start in January", text).
				Want("write %d", int(y)))
	}
	return y, plain == january
}

// labels are the years after the opening year, as they are written; none when the years cannot be read.
func (d *decoder) labels() []string {
	if d.unread {
		return nil
	}
	if d.labelled == nil {
		for _, y := range d.model.Years()[1:] {
			d.labelled = append(d.labelled, d.model.Label(y))
		}
	}
	return d.labelled
}
