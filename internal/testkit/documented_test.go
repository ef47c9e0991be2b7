package testkit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every exported name of the packages that others import is documented, every exported field of a struct too: above
// it, beside it, or where all fields are one list, with the type.
func TestExportedNamesAreDocumented(t *testing.T) {
	names := 0
	for _, dir := range []string{"finance", "finance/population", "finance/sheet", "report", "report/parquet",
		"report/workbook", "scenario", "scenario/dist", "scenario/file", "scenario/history", "scenario/measure",
		"scenario/process"} {
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
				each(d, func(name *ast.Ident, documented bool) {
					names++
					assert.True(t, documented, "%s: %s is not documented", set.Position(name.Pos()), name.Name)
				})
			}
		}
	}
	assert.Greater(t, names, 800)
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
