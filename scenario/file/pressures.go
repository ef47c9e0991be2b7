package file

import "github.com/openenvelope/envelope/finance"

// pressures reads costs with a name and a date, and business cases with their returns. The notes on a pressure are
// written beside its amount, and hold for its returns too.
func (d *decoder) pressures(s *section) {
	s.each("pressures", func(name string, n *node, path string) {
		v, p := d.section(n, path), finance.Pressure{Name: name}
		said := v.said()
		v.dated(said, &p.From, &p.Until, &p.Amount, &p.Grows)
		p.OneOff = v.choice("recurrent", "true", "false") == 1
		if n := v.get("returns"); n != nil {
			r := d.section(n, join(path, "returns"))
			r.dated(said, &p.Returns.From, &p.Returns.Until, &p.Returns.Amount, &p.Returns.Grows)
			r.done()
		}
		v.done()
		d.into.Pressures = append(d.into.Pressures, p)
	})
}

// dated reads money for some years. It has the note said if it has none of its own.
func (s *section) dated(said finance.Note, from, until *finance.Year, amount *[]finance.Amount, grows *finance.Grows) {
	*from, *until = s.year("from"), s.year("until")
	s.amounts("amount", amount)
	*grows = s.grows()
	path := join(s.path, "amount")
	if note, ok := s.model.Notes[path]; ok && note == (finance.Note{Place: note.Place}) {
		said.Place = note.Place
		s.model.Notes[path] = said
	}
}

// grows reads how money that comes every year grows.
func (s *section) grows() finance.Grows {
	return finance.Grows(s.choice("grows", "in_cash", "with_prices"))
}
