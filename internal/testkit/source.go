package testkit

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// files parses the Go files of a folder, without its tests and its subfolders.
func files(t testing.TB, dir string) (*token.FileSet, []*ast.File) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, filepath.Join(dir, e.Name()), nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		parsed = append(parsed, f)
	}
	require.NotEmpty(t, parsed, "%s holds no Go files", dir)
	return set, parsed
}

// API lists the exported names of the package in a folder with their types, one a line, sorted: functions, methods,
// types, the exported fields of structs, methods of interfaces, constants with their values, and variables.
func API(t testing.TB, dir string) string {
	t.Helper()
	set, parsed := files(t, dir)
	a := &api{set: set}
	for _, f := range parsed {
		for _, d := range f.Decls {
			a.declaration(d)
		}
	}
	slices.Sort(a.lines)
	return fmt.Sprintf("package %s\n%s\n", parsed[0].Name, strings.Join(a.lines, "\n"))
}

type api struct {
	set   *token.FileSet
	lines []string
}

func (a *api) add(format string, args ...any) {
	a.lines = append(a.lines, "\t"+fmt.Sprintf(format, args...))
}

// text prints a piece of source on one line.
func (a *api) text(node any) string {
	var b strings.Builder
	if err := printer.Fprint(&b, a.set, node); err != nil {
		return err.Error()
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (a *api) declaration(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		a.function(d)
	case *ast.GenDecl:
		var last *ast.ValueSpec // a constant without an expression repeats the one before it
		for i, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				a.typed(spec)
			case *ast.ValueSpec:
				if len(spec.Values) > 0 || spec.Type != nil {
					last = spec
				}
				a.values(d.Tok, i, spec, last)
			}
		}
	}
}

func (a *api) function(d *ast.FuncDecl) {
	signature := strings.TrimPrefix(a.text(d.Type), "func")
	if d.Recv == nil {
		if d.Name.IsExported() {
			a.add("func %s%s", d.Name, signature)
		}
		return
	}
	receiver := a.text(d.Recv.List[0].Type)
	if d.Name.IsExported() && ast.IsExported(strings.TrimLeft(receiver, "*")) {
		a.add("method (%s) %s%s", receiver, d.Name, signature)
	}
}

func (a *api) values(kind token.Token, iota int, spec, last *ast.ValueSpec) {
	for i, name := range spec.Names {
		if !name.IsExported() {
			continue
		}
		line := fmt.Sprintf("%s %s", kind, name)
		if last.Type != nil {
			line += " " + a.text(last.Type)
		}
		if kind == token.CONST && i < len(last.Values) {
			line += " = " + strings.ReplaceAll(a.text(last.Values[i]), "iota", strconv.Itoa(iota))
		}
		a.add("%s", line)
	}
}

func (a *api) typed(spec *ast.TypeSpec) {
	if !spec.Name.IsExported() {
		return
	}
	switch body := spec.Type.(type) {
	case *ast.StructType:
		a.add("type %s struct", spec.Name)
		a.members("field", spec.Name, body.Fields)
	case *ast.InterfaceType:
		a.add("type %s interface", spec.Name)
		a.members("method", spec.Name, body.Methods)
	default:
		equals := ""
		if spec.Assign.IsValid() {
			equals = "= "
		}
		a.add("type %s %s%s", spec.Name, equals, a.text(body))
	}
}

func (a *api) members(kind string, of *ast.Ident, list *ast.FieldList) {
	for _, f := range list.List {
		text := a.text(f.Type)
		if len(f.Names) == 0 {
			a.add("%s %s embeds %s", kind, of, text)
		}
		for _, name := range f.Names {
			if name.IsExported() {
				a.add("%s %s.%s %s", kind, of, name, strings.TrimPrefix(text, "func"))
			}
		}
	}
}
