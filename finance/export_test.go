package finance

// FewestRows is the fewest rows and inputs that a system's bodies may have, as it is known before they are laid out.
func (m *Model) FewestRows() int { return m.fewestRows() }
