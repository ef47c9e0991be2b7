package testkit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// may are the interfaces that a value may be asked for: each is exported, and its comment says what having its methods
// means. A type has the methods of what it embeds: it may be taken for something it is not.
var may = map[string]bool{"process.Chain": true, "process.Drift": true, "process.Stated": true, "scenario.Liner": true}

// TestNothingPassesForWhatItIsNot: no value is asked at run time for a method by its name, but for those of the
// interfaces above. The transform of a truncated law once had a method that fitted an unexported interface by its name
// and did something else, and medians were wrong by half.
func TestNothingPassesForWhatItIsNot(t *testing.T) {
	seen := 0
	for _, root := range []string{"../../finance", "../../scenario", "../../report"} {
		set := token.NewFileSet()
		parsed := map[string][]*ast.File{}
		require.NoError(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			parsed[filepath.Dir(path)] = append(parsed[filepath.Dir(path)], f)
			return err
		}))
		interfaces := interfacesOf(parsed)
		for _, files := range parsed {
			for _, f := range files {
				for _, asked := range askedFor(f) {
					seen++
					_, literal := asked.(*ast.InterfaceType)
					name := nameOf(f, asked)
					assert.False(t, literal || interfaces[name] &&
						!may[name], "%s: a value is asked for the interface %s", set.Position(asked.Pos()), name)
				}
			}
		}
	}
	assert.Greater(t, seen, 50, "type assertions and cases were looked at")
}

// interfacesOf are the names of the interfaces that are declared: "process.Chain".
func interfacesOf(parsed map[string][]*ast.File) map[string]bool {
	names := map[string]bool{}
	for _, files := range parsed {
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if spec, ok := n.(*ast.TypeSpec); ok {
					if _, ok := spec.Type.(*ast.InterfaceType); ok {
						names[f.Name.Name+"."+spec.Name.Name] = true
					}
				}
				return true
			})
		}
	}
	return names
}

// askedFor are the types of a file's assertions and type switches.
func askedFor(f *ast.File) (all []ast.Expr) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				all = append(all, n.Type)
			}
		case *ast.TypeSwitchStmt:
			for _, c := range n.Body.List {
				all = append(all, c.(*ast.CaseClause).List...)
			}
		}
		return true
	})
	return all
}

// nameOf is a type's name with its package's.
func nameOf(f *ast.File, of ast.Expr) string {
	switch of := of.(type) {
	case *ast.Ident:
		return f.Name.Name + "." + of.Name
	case *ast.SelectorExpr:
		if from, ok := of.X.(*ast.Ident); ok {
			return from.Name + "." + of.Sel.Name
		}
	}
	return ""
}
