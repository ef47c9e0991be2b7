package workbook

import "github.com/xuri/excelize/v2"

// Colours: dark blue for headings and the middle of a fan, pale ones for what is not to be touched.
const (
	dark    = "12436D"
	middle  = "2073BC"
	pale    = "6BACE6"
	white   = "FFFFFF"
	ink     = "222222"
	grey    = "6B6B6B"
	faint   = "F2F5F9" // the opening year
	inputs  = "FFF2CC"
	blue    = "0000C0"
	good    = "1B6E3C"
	goodOn  = "DDF2E3"
	bad     = "9C0006"
	badOn   = "FFC7CE"
	changed = "F8CBAD"
)

// A style is how a cell looks; equal ones are one style of the file.
type style struct {
	bold, wrap, unlocked, line, left, right, middle bool
	size                                            float64
	color, fill, format                             string
	indent                                          int
}

// style is the number of a style.
func (b *book) style(s style) int {
	if id, ok := b.styles[s]; ok {
		return id
	}
	x := &excelize.Style{
		Font:       &excelize.Font{Family: "Arial", Size: 10, Bold: s.bold, Color: ink},
		Alignment:  &excelize.Alignment{Vertical: "top", WrapText: s.wrap, Indent: s.indent},
		Protection: &excelize.Protection{Locked: !s.unlocked},
	}
	if s.size > 0 {
		x.Font.Size = s.size
	}
	if s.color != "" {
		x.Font.Color = s.color
	}
	if s.fill != "" {
		x.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.fill}}
	}
	if s.format != "" {
		x.CustomNumFmt = &s.format
	}
	if s.left {
		x.Alignment.Horizontal = "left"
	}
	if s.right {
		x.Alignment.Horizontal = "right"
	}
	if s.middle {
		x.Alignment.Vertical = "center"
	}
	if s.line {
		x.Border = []excelize.Border{{Type: "bottom", Color: "B8C4D2", Style: 1}}
	}
	id, err := b.file.NewStyle(x)
	b.try(err)
	b.styles[s] = id
	return id
}

// Number formats.
const (
	pounds  = `#,##0.00;[Red]-#,##0.00`
	tenths  = `#,##0.0;[Red]-#,##0.0`
	numbers = `0.0####;[Red]-0.0####`
	percent = `0.0%`
	wholes  = `#,##0`
)

// inUnits is the format of money shown in the book's unit.
func (b *book) inUnits() string {
	format := "#,##0"
	for i := int32(0); i < b.unit.Decimals; i++ {
		if i == 0 {
			format += "."
		}
		format += "0"
	}
	for size := int64(b.unit.Size) / 100; size >= 1000; size /= 1000 {
		format += ","
	}
	return format + ";[Red]-" + format
}
