package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// A mutant is one change to the text of a function.
type mutant struct {
	source     *source
	function   *ast.FuncDecl
	start, end int // what is replaced, as offsets in the file
	text       string
	line       int
	key        string // file, function and the line before and after: what an excuse is found by
}

func (m mutant) String() string {
	return fmt.Sprintf("%s (line %d)", m.key, m.line)
}

// applied is the file with the change.
func (m mutant) applied() []byte {
	return slices.Concat(m.source.text[:m.start], []byte(m.text), m.source.text[m.end:])
}

// swapped are the operators that take each other's place.
var swapped = map[token.Token]string{
	token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">", token.EQL: "!=", token.NEQ: "==",
	token.LAND: "||", token.LOR: "&&", token.ADD: "-", token.SUB: "+", token.MUL: "/", token.QUO: "*",
	token.ADD_ASSIGN: "-=", token.SUB_ASSIGN: "+=", token.MUL_ASSIGN: "/=", token.QUO_ASSIGN: "*=",
	token.INC: "--", token.DEC: "++",
}

// mutants are all changes to the functions of a package's broken files.
func (p *pack) mutants() (all []mutant) {
	constants := p.constants()
	for _, s := range p.sources {
		if !s.broken {
			continue
		}
		for _, d := range s.tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil && f.Name.Name != "init" {
				b := breaker{pack: p, source: s, function: f, constants: constants}
				b.signature = append(b.signature, f.Type)
				ast.Walk(&b, f.Body)
				all = append(all, b.found...)
			}
		}
	}
	return all
}

// constants are the names of the package's numbers, whose uses are broken like numbers.
func (p *pack) constants() map[string]bool {
	names := map[string]bool{}
	for _, s := range p.sources {
		for _, d := range s.tree.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					names[name.Name] = true
				}
			}
		}
	}
	return names
}

// A breaker walks a function and finds its mutants.
type breaker struct {
	pack      *pack
	source    *source
	function  *ast.FuncDecl
	constants map[string]bool
	signature []*ast.FuncType // of the functions around, the innermost last
	found     []mutant
}

// Visit implements ast.Visitor.
func (b *breaker) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.FuncLit:
		inner := *b
		inner.signature, inner.found = append(slices.Clone(b.signature), n.Type), nil
		ast.Walk(&inner, n.Body)
		b.found = append(b.found, inner.found...)
		return nil
	case *ast.BinaryExpr:
		b.operator(n.OpPos, n.Op)
		if b.asksNowAndThen(n) {
			b.replace(n.X.Pos(), n.X.End(), "false")
			return nil
		}
	case *ast.AssignStmt:
		b.operator(n.TokPos, n.Tok)
	case *ast.IncDecStmt:
		b.operator(n.TokPos, n.Tok)
	case *ast.CallExpr:
		return b.call(n)
	case *ast.BasicLit:
		if n.Kind == token.INT || n.Kind == token.FLOAT && !beyondUnits(n) {
			b.number(n)
		}
	case *ast.Ident:
		if b.constants[n.Name] {
			b.number(n)
		}
	case *ast.SelectorExpr: // a field's name is no constant
		ast.Walk(b, n.X)
		return nil
	case *ast.KeyValueExpr: // nor is a key
		ast.Walk(b, n.Value)
		return nil
	case *ast.IfStmt:
		b.replace(n.Body.Pos(), n.Body.End(), "{}")
		b.replace(n.Cond.Pos(), n.Cond.End(), "!("+b.text(n.Cond)+")")
	case *ast.ForStmt:
		if n.Cond != nil {
			b.replace(n.Cond.Pos(), n.Cond.End(), "!("+b.text(n.Cond)+")")
		}
	case *ast.BlockStmt:
		b.drop(n.List)
	case *ast.CaseClause:
		b.drop(n.Body)
	case *ast.CommClause:
		b.drop(n.Body)
	case *ast.ReturnStmt:
		b.noError(n)
		if last := len(n.Results) - 1; last > 0 && b.fails(n.Results[last]) {
			ast.Walk(b, n.Results[last]) // what comes with it is not used
			return nil
		}
	}
	return b
}

// asksNowAndThen reports whether a condition is that of a loop which asks every so many steps whether it is to stop.
// How many, and in which of them, is a matter of speed alone; that it asks is not.
func (b *breaker) asksNowAndThen(n *ast.BinaryExpr) bool {
	every, ok := n.X.(*ast.BinaryExpr)
	return ok && n.Op == token.LAND && strings.Contains(b.text(every.X), "%") &&
		strings.HasSuffix(b.text(n.Y), ".stopped()")
}

// fails reports whether an expression makes an error, or is the false of a comma and ok.
func (b *breaker) fails(n ast.Expr) bool {
	if call, ok := n.(*ast.CallExpr); ok {
		return b.text(call.Fun) == "errors.New" || b.text(call.Fun) == "fmt.Errorf"
	}
	return b.text(n) == "false"
}

func (b *breaker) operator(at token.Pos, op token.Token) {
	if other, ok := swapped[op]; ok {
		b.replace(at, at+token.Pos(len(op.String())), other)
	}
}

// call swaps min and max. How much room make leaves is a matter of speed alone.
func (b *breaker) call(n *ast.CallExpr) ast.Visitor {
	name, ok := n.Fun.(*ast.Ident)
	switch {
	case ok && name.Name == "min":
		b.replace(name.Pos(), name.End(), "max")
	case ok && name.Name == "max":
		b.replace(name.Pos(), name.End(), "min")
	case ok && name.Name == "make" && len(n.Args) == 3:
		ast.Walk(b, n.Args[1])
		return nil
	case ok && name.Name == "make" && isMap(n.Args[0]):
		return nil
	}
	switch called := b.text(n.Fun); called {
	case "math.Inf": // only its argument's sign counts
		b.replace(n.Pos(), n.End(), "-"+b.text(n))
		return nil
	case "strconv.ParseFloat": // and of how many bits a number has, only whether they are 32
		ast.Walk(b, n.Args[0])
		return nil
	}
	return b
}

func isMap(n ast.Expr) bool {
	_, ok := n.(*ast.MapType)
	return ok
}

// number makes a number one more and one less.
func (b *breaker) number(n ast.Node) {
	for _, change := range []string{" + 1)", " - 1)"} {
		b.replace(n.Pos(), n.End(), "("+b.text(n)+change)
	}
}

// drop leaves out each of the statements in turn.
func (b *breaker) drop(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE && !b.hints(s) {
				b.replace(s.Pos(), s.End(), "")
			}
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt, *ast.GoStmt, *ast.SendStmt, *ast.BranchStmt:
			b.replace(s.Pos(), s.End(), "")
		}
	}
}

// beyondUnits reports whether a float is so large that one more or less is the same float.
func beyondUnits(n *ast.BasicLit) bool {
	x, err := strconv.ParseFloat(n.Value, 64)
	return err == nil && x+1 == x && x-1 == x
}

// hints reports whether an assignment tells the compiler alone that slices are of one length: x = x[:len(y)].
func (b *breaker) hints(s *ast.AssignStmt) bool {
	for i, right := range s.Rhs {
		slice, ok := right.(*ast.SliceExpr)
		if !ok || slice.Low != nil || slice.High == nil || b.text(slice.X) != b.text(s.Lhs[i]) {
			return false
		}
		call, ok := slice.High.(*ast.CallExpr)
		if !ok || b.text(call.Fun) != "len" || b.text(slice.X) == b.text(call.Args[0]) {
			return false
		}
	}
	return true
}

// noError returns nil for an error.
func (b *breaker) noError(n *ast.ReturnStmt) {
	results := b.signature[len(b.signature)-1].Results
	if results == nil || len(n.Results) != results.NumFields() {
		return
	}
	last := n.Results[len(n.Results)-1]
	if kind, ok := results.List[len(results.List)-1].Type.(*ast.Ident); ok && kind.Name == "error" &&
		b.text(last) != "nil" {
		b.replace(last.Pos(), last.End(), "nil")
	}
}

func (b *breaker) text(n ast.Node) string {
	return string(b.source.text[b.offset(n.Pos()):b.offset(n.End())])
}

func (b *breaker) offset(at token.Pos) int { return b.pack.set.Position(at).Offset }

// replace adds the mutant with other text between two places.
func (b *breaker) replace(from, to token.Pos, text string) {
	m := mutant{source: b.source, function: b.function, start: b.offset(from), end: b.offset(to), text: text,
		line: b.pack.set.Position(from).Line}
	all := string(b.source.text)
	begin := strings.LastIndex(all[:m.start], "\n") + 1
	end := len(all)
	if n := strings.Index(all[m.end:], "\n"); n >= 0 {
		end = m.end + n
	}
	after := oneLine(all[begin:m.start] + text + all[m.end:end])
	if after == "" {
		after = "nothing"
	}
	m.key = fmt.Sprintf("%s %s: %s → %s", b.source.name, b.function.Name.Name, oneLine(all[begin:end]), after)
	b.found = append(b.found, m)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
