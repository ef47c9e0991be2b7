package file

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/require"
)

// toldOf is what the model of a file in a folder says of its bodies and of what they pay each other, or all its faults,
// each with the file and place.
func toldOf(t *testing.T, folder fstest.MapFS, name string) (told string) {
	spec, err := LoadFS(folder, name)
	if err != nil {
		return faultLines(t, err)
	}
	m, err := spec.Model()
	if err != nil {
		return faultLines(t, err)
	}
	system := central(m)
	for _, b := range system.Bodies {
		told += bodyInWords("", b)
	}
	for _, transfer := range system.Transfers {
		told += fmt.Sprintf("= %s: %q to %q, %v %v\n", transfer.Name, transfer.From, transfer.To, transfer.Baseline,
			transfer.Volume)
	}
	remarks := []string{}
	for path, note := range system.Notes {
		if note.Remark != "" {
			remarks = append(remarks, fmt.Sprintf("= note of %s: %s\n", path, note.Remark))
		}
	}
	slices.Sort(remarks)
	return told + strings.Join(remarks, "") + fmt.Sprintf("= leaves out %q\n", m.NotModelled)
}

// bodyInWords is what is read of a body and of those in it, and the places of its first numbers.
func bodyInWords(around string, b finance.Model) string {
	name := around + b.Name
	told := fmt.Sprintf("= %s: funding %v, need %v %v, position %v, assumptions %v\n", name, b.Funding.Baseline,
		b.Need.RealGrowth, b.Need.Components, b.Opening.Position, b.Assumptions)
	for _, within := range b.Bodies {
		told += bodyInWords(name+".", within)
	}
	for _, transfer := range b.Transfers {
		told += fmt.Sprintf("= %s.%s: %q to %q, %v %v\n", name, transfer.Name, transfer.From, transfer.To,
			transfer.Baseline, transfer.Volume)
	}
	return told
}

// faultLines are the faults of an error, one on a line.
func faultLines(t *testing.T, err error) (told string) {
	var faults Faults
	require.True(t, errors.As(err, &faults), "%v", err)
	for _, f := range faults {
		told += "! " + f.Error() + "\n"
	}
	return told
}

// nation is a system whose bodies stand in a table.
func nation() fstest.MapFS {
	return fstest.MapFS{"nation.yaml": {Data: []byte(`schema: 2
years: 2025/26 to 2027/28
not_modelled: []
bodies_table:
  csv: tables/bodies.csv
  defaults: {funding: {real_growth: 2%}, need: {real_growth: 3%, components: {ageing: 1%}}}
bodies: {Centre: {funding: {baseline: £9m, real_growth: 1%}, need: {real_growth: 0%}}}
`)}, "tables/bodies.csv": {Data: []byte("body,funding.baseline,opening.position,need.components.ageing\n" +
		"North,£500m,(£5m),\nSouth,\"£1,200m\",,0.5%\n")}}
}

// Bodies in files and in tables, each case with some words of the files in place of others, are read as what stands
// below after "=", or have the faults that stand there after "!", word by word and place by place.
func TestWhatFilesOfBodiesSay(t *testing.T) {
	for _, c := range []struct {
		golden, file string
		folder       func() fstest.MapFS
	}{
		{"testdata/bodyfiles.txt", "system.yaml", func() fstest.MapFS { return returns(nil) }},
		{"testdata/bodytables.txt", "nation.yaml", nation},
	} {
		text, err := os.ReadFile(c.golden)
		require.NoError(t, err)
		heading, rest, found := strings.Cut(string(text), "\n\n")
		require.True(t, found)
		blocks := []string{heading + "\n"}
		for block := range strings.SplitSeq(strings.TrimSuffix(rest, "\n"), "\n\n") {
			kept, folder := "", c.folder()
			for line := range strings.Lines(block + "\n") {
				if !strings.HasPrefix(line, "! ") && !strings.HasPrefix(line, "= ") {
					kept += line
					reword(t, folder, strings.TrimSuffix(line, "\n"))
				}
			}
			blocks = append(blocks, kept+toldOf(t, folder, c.file))
		}
		testkit.Golden(t, c.golden, strings.Join(blocks, "\n"))
	}
}

// reword does what a line says to a file of a folder: "file: words => others" puts words in the place of others, and
// "file =: text" makes it anew. \n is the end of a line; any other line is a title.
func reword(t *testing.T, folder fstest.MapFS, line string) {
	line = strings.ReplaceAll(line, `\n`, "\n")
	if name, text, whole := strings.Cut(line, " =: "); whole {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
		return
	}
	what, others, replaces := strings.Cut(line, " => ")
	if !replaces {
		return
	}
	name, words, _ := strings.Cut(what, ": ")
	require.Contains(t, string(folder[name].Data), words)
	folder[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(folder[name].Data), words, others, 1))}
}
