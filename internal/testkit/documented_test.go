package testkit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every exported name of the packages that others import is documented, every exported field of a struct too: above
// it, beside it, or where all fields are one list, with the type.
func TestExportedNamesAreDocumented(t *testing.T) {
	names := 0
	declarations(t, func(d ast.Decl, at func(ast.Node) string) {
		each(d, func(name *ast.Ident, documented bool) {
			names++
			assert.True(t, documented, "%s: %s is not documented", at(name), name.Name)
		})
	})
	assert.Greater(t, names, 800)
}

// An exported function or method that returns an error says what makes it fail.
func TestErrorsAreDocumented(t *testing.T) {
	fails := regexp.MustCompile(`(?i)\b(errors?|faults?|fails?|refuses?|refused)\b`)
	functions := 0
	declarations(t, func(d ast.Decl, at func(ast.Node) string) {
		f, ok := d.(*ast.FuncDecl)
		if !ok || !f.Name.IsExported() || f.Name.Name == "Unwrap" || !exportedReceiver(f) || !returnsError(f.Type) {
			return
		}
		functions++
		assert.Regexp(t, fails, f.Doc.Text(), "%s: %s does not say when it fails", at(f), f.Name.Name)
	})
	assert.Greater(t, functions, 60)
}

// A type that goroutines may come to share says whether they may: one with methods on its pointer, and one that an
// importer brings or is given, an interface or a function. Errors are made once and read.
func TestConcurrencyIsDocumented(t *testing.T) {
	type named struct{ where, doc string }
	types, shared, wrong := map[string]named{}, map[string]bool{}, map[string]bool{}
	declarations(t, func(d ast.Decl, at func(ast.Node) string) {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if name := pointerReceiver(d); d.Name.IsExported() && name != "" {
				shared[folder(at(d))+name] = true
				wrong[folder(at(d))+name] = wrong[folder(at(d))+name] || d.Name.Name == "Error"
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				s, ok := s.(*ast.TypeSpec)
				if !ok || !s.Name.IsExported() {
					continue
				}
				name := folder(at(s)) + s.Name.Name
				types[name] = named{at(s), d.Doc.Text() + s.Doc.Text()}
				switch s.Type.(type) {
				case *ast.InterfaceType, *ast.FuncType:
					shared[name] = true
				}
			}
		}
	})
	says, found := regexp.MustCompile(`(?i)concurren|goroutine`), 0
	for name, typ := range types {
		if shared[name] && !wrong[name] {
			found++
			assert.Regexp(t, says, typ.doc, "%s does not say whether goroutines may share it", typ.where)
		}
	}
	assert.Greater(t, found, 25)
}

// declarations calls do with each declaration of the packages that others import, and with what says where it is.
func declarations(t *testing.T, do func(d ast.Decl, at func(ast.Node) string)) {
	for _, dir := range []string{"finance", "finance/fault", "finance/population", "finance/sheet", "report",
		"report/parquet", "report/workbook", "scenario", "scenario/dist", "scenario/evidence", "scenario/file",
		"scenario/history", "scenario/measure", "scenario/process"} {
		set := token.NewFileSet()
		paths, err := filepath.Glob(filepath.Join("../..", dir, "*.go"))
		require.NoError(t, err)
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			f, err := parser.ParseFile(set, path, text, parser.ParseComments|parser.SkipObjectResolution)
			require.NoError(t, err)
			for _, d := range f.Decls {
				do(d, func(n ast.Node) string { return set.Position(n.Pos()).String() })
			}
		}
	}
}

// folder is the folder of a place.
func folder(at string) string { return at[:strings.LastIndexByte(at, '/')+1] }

// exportedReceiver is whether a function has no receiver, or one of an exported type.
func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	name, ok := typ.(*ast.Ident)
	return ok && name.IsExported()
}

// pointerReceiver is the type to whose pointer a method belongs; empty for every other function.
func pointerReceiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	if star, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok {
		if name, ok := star.X.(*ast.Ident); ok {
			return name.Name
		}
	}
	return ""
}

// returnsError is whether one of a function's results is an error.
func returnsError(f *ast.FuncType) bool {
	return f.Results != nil && slices.ContainsFunc(f.Results.List, func(r *ast.Field) bool {
		name, ok := r.Type.(*ast.Ident)
		return ok && name.Name == "error"
	})
}

// each calls do with the exported names that a declaration makes.
func each(d ast.Decl, do func(name *ast.Ident, documented bool)) {
	exported := func(names []*ast.Ident, documented bool) {
		for _, n := range names {
			if n.IsExported() {
				do(n, documented)
			}
		}
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			exported([]*ast.Ident{d.Name}, d.Doc != nil)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.ValueSpec:
				exported(s.Names, d.Doc != nil || s.Doc != nil || s.Comment != nil)
			case *ast.TypeSpec:
				exported([]*ast.Ident{s.Name}, d.Doc != nil || s.Doc != nil)
				if fields, ok := s.Type.(*ast.StructType); ok && s.Name.IsExported() && !oneLine(d, fields) {
					for _, f := range fields.Fields.List {
						exported(f.Names, f.Doc != nil || f.Comment != nil)
					}
				}
			}
		}
	}
}

// oneLine reports whether a type's fields are one list, which the type's comment speaks of.
func oneLine(d *ast.GenDecl, s *ast.StructType) bool { return d.Doc != nil && len(s.Fields.List) == 1 }
