package main

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// An edit replaces a part of a file's text.
type edit struct {
	start, end int
	text       string
}

// edited is text with edits, none of which overlap; those at one place stand in their order.
func edited(text string, edits []edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.start - b.start })
	var out strings.Builder
	at := 0
	for _, e := range edits {
		out.WriteString(text[at:e.start])
		out.WriteString(e.text)
		at = e.end
	}
	out.WriteString(text[at:])
	return out.String()
}

// woven is a file with all its mutants: each is a copy of its function under a name of its own, behind the rest of the
// file, and the function begins by calling it if it is its turn. Lines keep their numbers.
func (p *pack) woven(s *source, mutants []mutant) string {
	text := string(s.text)
	offset := func(n ast.Node) (start, end int) {
		return p.set.Position(n.Pos()).Offset, p.set.Position(n.End()).Offset
	}
	var edits []edit
	var copies strings.Builder
	named := map[*ast.FuncDecl]string{}
	for i, m := range mutants {
		if m.source != s {
			continue
		}
		f := m.function
		if _, ok := named[f]; !ok {
			var names []edit
			named[f], names = call(f, offset)
			edits = append(edits, names...)
		}
		body, _ := offset(f.Body)
		edits = append(edits, edit{body + 1, body + 1, fmt.Sprintf(" if turn__(%d) { "+named[f]+" };", i+1, i+1)})
		start, end := offset(f)
		if f.Doc != nil {
			_, start = offset(f.Doc)
		}
		_, name := offset(f.Name)
		copies.WriteString("\n" + edited(text[:end],
			[]edit{{0, start, ""}, {name, name, fmt.Sprintf("__%d", i+1)}, {m.start, m.end, m.text}}) + "\n")
	}
	return edited(text, edits) + copies.String()
}

// call is the statement that calls a copy of a function with its own arguments, and the edits that give names to
// arguments without one.
func call(f *ast.FuncDecl, offset func(ast.Node) (int, int)) (statement string, edits []edit) {
	name := func(list *ast.FieldList) []string {
		names, more := argumentNames(list, offset)
		edits = append(edits, more...)
		return names
	}
	callee := f.Name.Name + "__%d"
	if receiver := name(f.Recv); receiver != nil {
		callee = receiver[0] + "." + callee
	}
	if kinds := name(f.Type.TypeParams); kinds != nil {
		callee += "[" + strings.Join(kinds, ", ") + "]"
	}
	arguments := strings.Join(name(f.Type.Params), ", ")
	if list := f.Type.Params.List; len(list) > 0 {
		if _, ok := list[len(list)-1].Type.(*ast.Ellipsis); ok {
			arguments += "..."
		}
	}
	if f.Type.Results == nil {
		return callee + "(" + arguments + "); return", edits
	}
	return "return " + callee + "(" + arguments + ")", edits
}

// argumentNames are the names in a list of arguments, and the edits that give names to those without one.
func argumentNames(list *ast.FieldList, offset func(ast.Node) (int, int)) (names []string, edits []edit) {
	if list == nil {
		return nil, nil
	}
	give := func(start, end int, space string) {
		names = append(names, fmt.Sprintf("unnamed%d__", start))
		edits = append(edits, edit{start, end, names[len(names)-1] + space})
	}
	for _, field := range list.List {
		if len(field.Names) == 0 {
			start, _ := offset(field.Type)
			give(start, start, " ")
		}
		for _, n := range field.Names {
			if n.Name != "_" {
				names = append(names, n.Name)
				continue
			}
			start, end := offset(n)
			give(start, end, "")
		}
	}
	return names, edits
}
