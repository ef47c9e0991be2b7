package sheet

import (
	"context"

	"github.com/openenvelope/envelope/internal/door"
)

// order sorts the rows so that each comes after the rows that it reads in the same year, and otherwise keeps the
// sheet's own order. It reports every circle once. pick chooses the formula (opening or yearly).
func (c *checker) order(pick func(Row) Expr) []int {
	const (
		unseen = iota
		open
		done
	)
	at := make(map[string]int, len(c.s.Rows))
	for i, r := range c.s.Rows {
		at[r.Name] = i
	}
	state := make([]int, len(c.s.Rows))
	var sorted, path []int
	var visit func(i int)
	visit = func(i int) {
		switch state[i] {
		case done:
			return
		case open:
			c.errs = append(c.errs, c.circle(path, i))
			return
		}
		state[i] = open
		path = append(path, i)
		pick(c.s.Rows[i]).refs(func(name string, lag int) {
			if j, ok := at[name]; ok && lag == 0 {
				visit(j)
			}
		})
		path = path[:len(path)-1]
		state[i] = done
		sorted = append(sorted, i)
	}
	for i := range c.s.Rows {
		if c.ctx.Err() != nil {
			break
		}
		visit(i)
	}
	return sorted
}

// Circles are the circles of references within one year, in the opening year or later, each once.
func (s *Sheet) Circles() []*CircleError {
	c := &checker{ctx: context.Background(), s: door.Or(s)}
	c.order(func(r Row) Expr { return r.Opening })
	c.order(func(r Row) Expr { return r.Formula })
	var all []*CircleError
	for _, err := range c.errs {
		all = append(all, err.(*CircleError))
	}
	return all
}

// circle names the rows of the path from row i on, and row i again.
func (c *checker) circle(path []int, i int) *CircleError {
	e := &CircleError{}
	for k, j := range path {
		if j == i {
			for _, r := range path[k:] {
				e.Rows = append(e.Rows, c.s.Rows[r].Name)
			}
			break
		}
	}
	e.Rows = append(e.Rows, c.s.Rows[i].Name)
	return e
}
