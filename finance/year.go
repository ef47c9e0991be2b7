package finance

import (
	"strconv"
	"strings"
	"time"

	"github.com/openenvelope/envelope/finance/fault"
)

// A Year is a fiscal year, named by the calendar year in which it starts: Year(2019) is 2019/20.
type Year int

// String writes the year as 2019/20.
func (y Year) String() string {
	next := strconv.Itoa((int(y) + 1) % 100)
	if len(next) < 2 {
		next = "0" + next
	}
	return strconv.Itoa(int(y)) + "/" + next
}

// Label writes the year by its first month: 2019/20, or plain 2019 if years start in January.
func (y Year) Label(first time.Month) string {
	if first == time.January {
		return strconv.Itoa(int(y))
	}
	return y.String()
}

// ParseYear reads "2019/20" (also "2019-20" and "2019/2020"), or "2019" for a calendar year. Any other text is a
// [fault.Unreadable] fault, which suggests the year that was probably meant.
func ParseYear(text string) (Year, error) {
	if y, ok := yearIn(text); ok {
		return y, nil
	}
	f := fault.Unreadable.Found("%s is not a year", fault.Quote(text))
	if near := nearYear(text); near != "" {
		return 0, f.Suggest(near)
	}
	return 0, f.Want("write 2019/20")
}

// yearIn reads a year in one of its forms.
func yearIn(text string) (y Year, ok bool) {
	if len(text) < 4 {
		return 0, false
	}
	start, err := strconv.ParseUint(text[:4], 10, 32)
	if err != nil || start < 1900 || start > 2199 {
		return 0, false
	}
	y = Year(start)
	switch rest := text[4:]; rest {
	case "", y.String()[4:], "-" + y.String()[5:], "/" + (y + 1).start(), "-" + (y + 1).start():
		return y, true
	}
	return 0, false
}

// nearYear is the year that a text probably means, in the usual form: "25/26", "FY2025/26", "2025–26", "2025.0"; empty
// if none is near.
func nearYear(text string) string {
	const most = 20
	if len(text) > most || strings.Trim(strings.ToUpper(text), "0123456789FY/-–.'’ ") != "" {
		return ""
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) == 0 || len(parts) > 2 || len(parts[0]) != 2 && len(parts[0]) != 4 {
		return ""
	}
	first := parts[0]
	if len(first) == 2 {
		first = "20" + first
	}
	y, ok := yearIn(first)
	switch {
	case !ok || len(parts) == 1 && len(parts[0]) == 2:
		return ""
	case len(parts) == 1 || strings.Trim(parts[1], "0") == "" && strings.Contains(text, "."):
		return first
	case len(parts[1]) == 2 || len(parts[1]) == 4:
		return y.String()
	}
	return ""
}

func (y Year) start() string { return strconv.Itoa(int(y)) }
