package file

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// returns are a system and the files of two of its bodies, each with lines of its own put in or in place.
func returns(lines map[string]string) fstest.MapFS {
	files := map[string]string{
		"system.yaml": `schema: 1
years: 2025/26 to 2027/28
not_modelled: [capital]
deflator: {planned: 2%}
assumptions: {pay award: {p10: 2%, p90: 4%}}
bodies:
  ICB: {file: icb.yaml}
  Acute trust: {file: trusts/acute.yaml}
`,
		"icb.yaml": `schema: 1
body: ICB
years: 2025/26 to 2027/28
not_modelled: [estates]
funding: {baseline: £600m, real_growth: 2%}
opening: {cost: £100m}
need: {real_growth: 2%}
transfers:
  Acute contract: {to: Acute trust, baseline: £500m, volume: 2%}
`,
		"trusts/acute.yaml": `schema: 1
not_modelled: []
assumptions: {pay award: {p10: 2%, p90: 4.0%}}
opening: {position: -£20m}
need: {components: {pay: {assumption: pay award, times: 70%}}}
transfers:
  Acute contract: {from: ICB, baseline: "£500,000,000", volume: {value: 2.0%, source: our ledger}}
  Private patients: {to: Acute trust, baseline: £5m}
`}
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for what, instead := range lines {
		name, line, replaces := strings.Cut(what, ": ")
		text := instead
		if replaces {
			text = strings.Replace(files[name], line, instead, 1)
		}
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return folder
}

// wrongIn is what is wrong with a file of a folder and with its model.
func wrongIn(folder fs.FS, name string) error {
	spec, err := LoadFS(folder, name)
	if err == nil {
		_, err = spec.Model()
	}
	return err
}

// One file for the whole and one for each organisation make the model that they would make in one file.
func TestBodiesStandInFilesOfTheirOwn(t *testing.T) {
	spec, err := LoadFS(returns(nil), "system.yaml")
	require.NoError(t, err)
	got, err := spec.Model()
	require.NoError(t, err)
	whole, err := Load("whole.yaml", []byte(`schema: 1
years: 2025/26 to 2027/28
not_modelled: [capital, "ICB: estates"]
deflator: {planned: 2%}
assumptions: {pay award: {p10: 2%, p90: 4%}}
bodies:
  ICB: {funding: {baseline: £600m, real_growth: 2%}, opening: {cost: £100m}, need: {real_growth: 2%}}
  Acute trust:
    opening: {position: -£20m}
    need: {components: {pay: {assumption: pay award, times: 70%}}}
transfers:
  Acute contract: {from: ICB, to: Acute trust, baseline: £500m, volume: 2%}
  Private patients: {to: Acute trust, baseline: £5m}
`))
	require.NoError(t, err)
	want, err := whole.Model()
	require.NoError(t, err)
	a, b := got.Baseline.Model.(*finance.Model), want.Baseline.Model.(*finance.Model)
	assert.Equal(t, "icb.yaml:5:21", a.Notes["bodies.ICB.funding.baseline"].Place)
	assert.Equal(t, "trusts/acute.yaml:4:21", a.Notes["bodies.Acute trust.opening.position"].Place)
	a.Notes, b.Notes = nil, nil
	assert.Equal(t, b, a)
	assert.Equal(t, want.Baseline.Drivers, got.Baseline.Drivers)
	assert.Equal(t, want.NotModelled, got.NotModelled)
}

// The record of a run holds the files of bodies, and is verified without them.
func TestAManifestHoldsTheFilesOfBodies(t *testing.T) {
	spec, err := LoadFS(returns(nil), "system.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	o := scenario.Options{Paths: 100}
	r, err := scenario.Run(t.Context(), m, o)
	require.NoError(t, err)
	record := NewManifest(spec, r)
	require.Len(t, record.Bodies, 2)
	differences, err := record.Verify(t.Context(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
	record.Bodies[0].Text = strings.Replace(record.Bodies[0].Text, "£600m", "£601m", 1)
	differences, err = record.Verify(t.Context(), scenario.Options{})
	require.NoError(t, err)
	assert.NotEmpty(t, differences)
}

// What is wrong in any of the files is told with the file, line and column that it stands in, all at once.
func TestFaultsOfBodiesNameTheirFile(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines map[string]string
		want  []string
	}{
		{"a number", map[string]string{"icb.yaml: 2%}\nopening": "3.4}\nopening"},
			[]string{"icb.yaml:5:41: bodies.ICB.funding.real_growth: 3.4 is 340%; did you mean 3.4%?"}},
		{"a missing file", map[string]string{"system.yaml: icb.yaml": "icb.yml"},
			[]string{`system.yaml:7:15: bodies.ICB.file: the body "icb.yml" is not there; the path is from the folder of this file`}},
		{"a file outside", map[string]string{"system.yaml: icb.yaml": "../icb.yaml"},
			[]string{`system.yaml:7:15: bodies.ICB.file: the body "../icb.yaml" is not the path of a file from the folder of this one; write it with /, and without .. or a / at its beginning`}},
		{"not YAML", map[string]string{"trusts/acute.yaml: not_modelled: []": "not_modelled: ["},
			[]string{"trusts/acute.yaml:2:15: the bracket [ that opens here is not closed; close it with ]"}},
		{"keys beside", map[string]string{"system.yaml: {file: icb.yaml}": "{file: icb.yaml, need: {real_growth: 2%}}"},
			[]string{"system.yaml:7:3: bodies.ICB.file: the body is in a file, and there are other keys beside; write them in the file, or change its numbers in changes"}},
		{"the frame", map[string]string{"icb.yaml: years: 2025/26 to 2027/28": "years: 2024/25 to 2027/28\nchanges: {}",
			"trusts/acute.yaml: schema: 1": "body: Trust"}, []string{
			"icb.yaml:3:1: bodies.ICB.years: it is not what the system's file says of years; write the same, or leave it out",
			"icb.yaml:4:1: bodies.ICB.changes: it is for the whole system; write it in the system's file",
			"trusts/acute.yaml:1:1: bodies.Acute trust.schema: the file does not say which version of the format it has; write schema: 2 first",
			`trusts/acute.yaml:1:7: bodies.Acute trust.body: the file is for "Trust", and is used for "Acute trust"; name the right file`,
		}},
		{"an assumption of two minds", map[string]string{"trusts/acute.yaml: 4.0%": "5%"},
			[]string{"trusts/acute.yaml:3:15: bodies.Acute trust.assumptions.pay award: the system's file says another number, on line 5; write the same, leave it out, or give it another name"}},
		{"a body of itself", map[string]string{"icb.yaml": "schema: 1\nbodies: {ICB: {file: icb.yaml}}\n"},
			[]string{`icb.yaml:2:22: bodies.ICB.bodies.ICB.file: the file "icb.yaml" has itself among its bodies`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := wrongIn(returns(c.lines), "system.yaml")
			require.Error(t, err)
			found := strings.Split(err.Error(), "\n")
			for _, want := range c.want {
				assert.Contains(t, found, want)
			}
		})
	}
}

// Text alone has no folder, so that a file whose bodies stand in others is at fault.
func TestTextAloneHasNoFilesOfBodies(t *testing.T) {
	_, err := Load("system.yaml", returns(nil)["system.yaml"].Data)
	require.ErrorContains(t, err, `the body "icb.yaml" cannot be read: this file was loaded without its folder`)
}

// A transfer that its two ends state differently is named with both figures. It is refused, or taken from the end that
// the system's file names, or as that file itself has it.
func TestEndsThatDoNotAgree(t *testing.T) {
	apart := map[string]string{"trusts/acute.yaml: \"£500,000,000\"": "£505m"}
	_, err := LoadFS(returns(apart), "system.yaml")
	require.EqualError(t, err, "trusts/acute.yaml:7:3: bodies.Acute trust.transfers.Acute contract: the two ends do not agree, baseline: ICB says £500m on line 9 of icb.yaml and Acute trust £505m on line 7 of trusts/acute.yaml; let the two agree, write the transfer in the system's file, or take all from one end with agreement: payer or payee")
	for word, baseline := range map[string]finance.Amount{"agreement: payer": 500, "agreement: payee": 505,
		"transfers: {Acute contract: {from: ICB, to: Acute trust, baseline: £503m}}": 503} {
		apart["system.yaml: bodies:"] = word + "\nbodies:"
		spec, err := LoadFS(returns(apart), "system.yaml")
		require.NoError(t, err)
		m, err := spec.Model()
		require.NoError(t, err, word)
		system := m.Baseline.Model.(*finance.Model)
		assert.Equal(t, baseline*finance.Million, system.Transfers[0].Baseline, word)
		if note := system.Notes["transfers.Acute contract.baseline"].Remark; strings.HasPrefix(word, "agreement") {
			assert.Contains(t, note, "the two ends do not agree, baseline: ICB says")
		} else {
			assert.Empty(t, note)
		}
	}
}

// What one end states and the other does not, or states between others, is a fault too.
func TestEndsThatDoNotMeet(t *testing.T) {
	for _, c := range []struct{ name, was, is, want string }{
		{"one alone", "Acute contract: {from: ICB", "Contract: {from: ICB",
			`bodies.ICB.transfers.Acute contract: "ICB" states it, and the file of "Acute trust" does not; let the two agree`},
		{"another of the name", "from: ICB", "to: ICB",
			`bodies.Acute trust.transfers.Acute contract: "ICB" states another transfer of this name, on line 9 of icb.yaml`},
		{"of others", "from: ICB", "from: ICB, to: Council",
			`it leads from "ICB" to "Council", and this is the file of "Acute trust"`},
		{"no end", "{to: Acute trust, baseline: £5m}", "{baseline: £5m}", "there is no other end"},
	} {
		_, err := LoadFS(returns(map[string]string{"trusts/acute.yaml: " + c.was: c.is}), "system.yaml")
		assert.ErrorContains(t, err, c.want, c.name)
	}
}

// A nation is a table with a row for each body, and defaults.
func TestATableOfBodies(t *testing.T) {
	folder := func(table string) fstest.MapFS {
		return fstest.MapFS{"nation.yaml": {Data: []byte(`schema: 1
years: 2025/26 to 2027/28
not_modelled: []
bodies_table:
  csv: tables/bodies.csv
  defaults: {funding: {real_growth: 2%}, need: {real_growth: 3%, components: {ageing: 1%}}}
bodies: {Centre: {funding: {baseline: £9m, real_growth: 1%}, need: {real_growth: 0%}}}
`)}, "tables/bodies.csv": {Data: []byte(table)}}
	}
	spec, err := LoadFS(folder("body,funding.baseline,opening.position,need.components.ageing\n"+
		"North,£500m,(£5m),\nSouth,\"£1,200m\",,0.5%\n"), "nation.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	nation := m.Baseline.Model.(*finance.Model)
	require.Len(t, nation.Bodies, 3)
	north, south := nation.Bodies[1], nation.Bodies[2]
	assert.Equal(t, "North", north.Name)
	assert.Equal(t, finance.Amount(-5*finance.Million), north.Opening.Position)
	assert.Equal(t, []finance.Rate{0.01}, north.Need.Components[0].Growth)
	assert.Equal(t, finance.Amount(1200*finance.Million), south.Funding.Baseline)
	assert.Equal(t, []finance.Rate{0.005}, south.Need.Components[0].Growth)
	assert.Equal(t, []finance.Rate{0.03}, south.Need.RealGrowth)
	assert.Equal(t, "tables/bodies.csv:3:7", nation.Notes["bodies.South.funding.baseline"].Place)

	for table, want := range map[string]string{
		"body,funding.base\nNorth,£1m\n":                  `tables/bodies.csv:1:6: "funding.base" is not the place of a number in a body; write it as in a change: need.real_growth; body is the column of names`,
		"name,funding.baseline\nNorth,£1m\n":              `tables/bodies.csv:1:1: there is no column "body"; the columns are name, funding.baseline`,
		"body,funding.baseline\nNorth,£1m\nNorth,£2m\n":   `tables/bodies.csv:3:1: body: "North" is in line 2 already`,
		"body,funding.baseline\nCentre,£1m\n":             `tables/bodies.csv:2:1: body: "Centre" is in the scenario file already`,
		"body,funding.baseline\nNorth,12\n":               `tables/bodies.csv:2:7: bodies.North.funding.baseline: "12" has no unit; did you mean £12bn, £12m or £12?`,
		"body,need.real_growth.p10\nNorth,1%\n":           `tables/bodies.csv:1:6: "need.real_growth.p10" is not the place of a number in a body; write it as in a change: need.real_growth; body is the column of names`,
		"body,funding.baseline,opening.position\nA,£1m\n": "tables/bodies.csv:2:1: ",
	} {
		err := wrongIn(folder(table), "nation.yaml")
		assert.ErrorContains(t, err, want, table)
	}
}
