package history_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario/history"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// words are the columns of shipped tables that do not hold figures.
var words = map[string]bool{"year": true, "status": true, "source": true, "scope": true}

// Every shipped table can be read; every row has a status (read or derived) and a source; and the README lists the
// table.
func TestShipped(t *testing.T) {
	about, err := os.ReadFile("shipped/README.md")
	require.NoError(t, err)
	require.NotEmpty(t, history.Shipped())
	for _, name := range history.Shipped() {
		t.Run(name, func(t *testing.T) {
			assert.Contains(t, string(about), "`"+name+"`")
			text, err := history.Table(name)
			require.NoError(t, err)
			rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
			require.NoError(t, err)
			figures := 0
			for i, column := range rows[0] {
				for _, row := range rows[1:] {
					switch column {
					case "status":
						assert.Contains(t, []string{"read", "derived"}, row[i])
					case "source":
						assert.NotEmpty(t, row[i])
					}
				}
				if !words[column] {
					s, err := history.ReadShipped(name, column)
					require.NoError(t, err)
					figures += len(s.Points)
				}
			}
			assert.Positive(t, figures)
		})
	}
}

// Figures as published.
func TestShippedFigures(t *testing.T) {
	at := func(name, column, year string) float64 {
		s, err := history.ReadShipped(name, column)
		require.NoError(t, err)
		for _, p := range s.Points {
			if s.Label(p.Year) == year {
				return p.Value
			}
		}
		t.Errorf("%s has no %s in %s", name, column, year)
		return 0
	}
	assert.Equal(t, 0.018963, at("gdp_deflator.csv", "growth", "2018/19"), "HM Treasury, September 2019")
	assert.InDelta(t, 96.2507/90.5005-1, at("gdp_deflator_calendar.csv", "growth", "2023"), 5e-7,
		"HM Treasury, December 2025, index 2024 = 100")
	assert.Equal(t, -617e6, at("provider_positions.csv", "underlying", "2013/14"), "Nuffield Trust, 2016, in pounds")
	assert.Equal(t, at("provider_positions.csv", "reported", "2013/14"),
		at("provider_positions.csv", "underlying", "2013/14")+at("provider_positions.csv", "support", "2013/14"),
		"£108m reported is £617m underlying less £509m of support")
	assert.InDelta(t, at("savings.csv", "delivered", "2017/18")/at("savings.csv", "planned", "2017/18"),
		at("savings.csv", "delivery", "2017/18"), 5e-4)
	assert.Equal(t, 0.068, at("inflation_surprise.csv", "outturn", "2022/23"), "Office for Budget Responsibility")
	assert.Equal(t, -0.224, at("productivity.csv", "growth", "2020/21"), "Office for National Statistics, FYE 2021")
	assert.Equal(t, 27.06e9, at("adult_social_care.csv", "gross_current", "2023/24"), "NHS England, in pounds")
}

func TestNoSuchHistory(t *testing.T) {
	_, err := history.ReadShipped("../read.go", "x")
	assert.ErrorContains(t, err, "there is no shipped history")
	assert.ErrorContains(t, err, "gdp_deflator.csv")
	_, err = history.ReadShipped("savings.csv", "delivry")
	assert.ErrorContains(t, err, "did you mean \"delivery\"?")
}
