package ask

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// rowsTogether is how many rows of a sweep are drawn together, as scenarios of one model: what they have in common is
// worked out once. More than eight have hardly more in common, and need more memory.
const rowsTogether = 8

// Sweep works out figures for every row of a table of settings, on the same draws, and calls take for each row with one
// estimate for each figure. It stops at the first error, its own or one from take.
func (s *Study) Sweep(ctx context.Context, figures []Figure, rows [][]scenario.Setting,
	take func(row int, estimates []scenario.Estimate) error) error {
	s, ctx = door.Or(s), door.Context(ctx)
	for done := 0; done < len(rows); {
		some := rows[done:min(done+rowsTogether, len(rows))]
		all, err := s.rows(ctx, figures, some)
		if err != nil && len(some) > 1 { // of any of them, or they need too much memory together
			some = some[:1]
			all, err = s.rows(ctx, figures, some)
		}
		if err != nil {
			return inRow(err, some[0])
		}
		for i, estimates := range all {
			if err := take(done+i, estimates); err != nil {
				return err
			}
		}
		done += len(some)
	}
	return nil
}

// inRow adds to an error the settings that it came with.
func inRow(err error, settings []scenario.Setting) error {
	return fmt.Errorf("%s: %w", scenario.SettingsInWords(settings), err)
}

// rows works out figures for some rows of settings. It draws each scenario once, for all rows and figures.
func (s *Study) rows(ctx context.Context, figures []Figure, rows [][]scenario.Setting) ([][]scenario.Estimate, error) {
	drawn := map[string][]columns{} // by scenario: one for each row
	for _, f := range figures {
		for _, name := range f.scenarios() {
			if _, ok := drawn[name]; ok {
				continue
			}
			var err error
			if drawn[name], err = s.needed(ctx, figures, name, rows); err != nil {
				return nil, err
			}
		}
	}
	all := make([][]scenario.Estimate, len(rows))
	for i := range rows {
		for _, f := range figures {
			var versus []float64
			if f.Versus != "" {
				versus = f.each(drawn[f.Versus][i])
			}
			all[i] = append(all[i], f.of(f.each(drawn[f.Scenario][i]), versus))
		}
	}
	return all, nil
}

// needed works out all lines of a scenario that the figures need, for some rows of settings.
func (s *Study) needed(ctx context.Context, figures []Figure, name string, rows [][]scenario.Setting) ([]columns,
	error) {
	var lines, years []string
	for _, f := range figures {
		if err := f.fault(s.names.years); err != nil {
			return nil, err
		}
		if slices.Contains(f.scenarios(), name) {
			lines, years = append(lines, f.lines()...), append(years, f.years(s.names.years)...)
		}
	}
	v, err := s.as(name)
	if err != nil {
		return nil, err
	}
	if len(rows) == 1 { // under its own name, which errors tell
		v.settings = rows[0]
		c, err := s.draw(ctx, v, lines, years)
		return []columns{c}, err
	}
	return s.drawTogether(ctx, v, rows, lines, years)
}

// drawTogether works out some lines and years of a variation, with each of some rows of settings made.
func (s *Study) drawTogether(ctx context.Context, v variation, rows [][]scenario.Setting, lines, years []string) (
	all []columns, err error) {
	var whole *scenario.Model
	for i, settings := range rows {
		v.settings = settings
		m, err := s.vary(v)
		if err != nil {
			return nil, err
		}
		m.Baseline.Name = strconv.Itoa(i + 1)
		if i == 0 {
			whole = m
		} else {
			whole.Scenarios = append(whole.Scenarios, m.Baseline)
		}
		all = append(all, columns{name: m.Baseline.Name, years: s.names.years})
	}
	o := s.options
	o.Lines, o.Years = lines, years
	sample, err := s.planners.Of(fmt.Sprint(len(rows), v.key(o)), o).Draw(ctx, whole)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].sample, all[i].paths = sample, int(sample.Paths())
	}
	return all, nil
}
