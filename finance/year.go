package finance

import (
	"fmt"
	"strconv"
	"time"

	"github.com/openenvelope/envelope/finance/fault"
)

// A Year is a fiscal year, named by the calendar year in which it starts: Year(2019) is 2019/20.
type Year int

// String writes the year as 2019/20.
func (y Year) String() string { return fmt.Sprintf("%d/%02d", int(y), (int(y)+1)%100) }

// Label writes the year as its first month suggests: 2019/20, or plain 2019 when years start in January.
func (y Year) Label(first time.Month) string {
	if first == time.January {
		return strconv.Itoa(int(y))
	}
	return y.String()
}

// ParseYear reads "2019/20" (also "2019-20" and "2019/2020"), or "2019" for a calendar year.
func ParseYear(text string) (Year, error) {
	refuse := func() (Year, error) {
		return 0, fault.Unreadable.Found("%s is not a year", fault.Quote(text)).Want("write 2019/20")
	}
	if len(text) < 4 {
		return refuse()
	}
	start, err := strconv.ParseUint(text[:4], 10, 32)
	if err != nil || start < 1900 || start > 2199 {
		return refuse()
	}
	y := Year(start)
	switch rest := text[4:]; rest {
	case "", y.String()[4:], "-" + y.String()[5:], "/" + (y + 1).start(), "-" + (y + 1).start():
		return y, nil
	}
	return refuse()
}

func (y Year) start() string { return strconv.Itoa(int(y)) }
