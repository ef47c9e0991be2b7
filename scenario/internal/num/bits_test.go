package num

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The packages whose results must have the same bits everywhere, by folder of
// scenario; folders below are included.
var bound = []string{"dist", "process", "internal"}

const modulePath = "github.com/openenvelope/envelope"

// TestSourceKeepsTheRule reads the syntax trees of the bound packages and finds
// whatever could give other bits on another processor: functions of package math
// that are not correctly rounded, other random numbers, and float products that a
// compiler may fuse with a later sum, which it may even across statements.
func TestSourceKeepsTheRule(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks part of the standard library; run without -short")
	}
	l := newLoader()
	for _, dir := range boundFolders(t) {
		p := l.load(dir)
		for _, file := range p.files {
			for _, fault := range faults(l.fset, file, p.info) {
				t.Error(fault)
			}
		}
	}
	assert.Greater(t, len(l.loaded), 3, "the bound packages were found")
}

// boundFolders lists the folders with Go files that are compiled into the program.
func boundFolders(t *testing.T) []string {
	var folders []string
	for _, root := range bound {
		err := filepath.WalkDir(filepath.Join("..", "..", root), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil || !d.IsDir():
				return err
			case strings.HasPrefix(d.Name(), "_") || d.Name() == "testdata":
				return filepath.SkipDir
			}
			folders = append(folders, path)
			return nil
		})
		require.NoError(t, err)
	}
	return folders
}

// A loader parses and type-checks packages of this module from their folders, and
// the standard library's from source. Type errors are left to the compiler: an
// expression whose type is unknown counts as float.
type loader struct {
	fset    *token.FileSet
	library types.Importer
	loaded  map[string]*loadedPackage
}

type loadedPackage struct {
	files []*ast.File
	info  *types.Info
	types *types.Package
}

func newLoader() *loader {
	fset := token.NewFileSet()
	return &loader{fset: fset, library: importer.ForCompiler(fset, "source", nil), loaded: map[string]*loadedPackage{}}
}

func (l *loader) Import(path string) (*types.Package, error) {
	if below, ok := strings.CutPrefix(path, modulePath+"/"); ok {
		return l.load(filepath.Join("..", "..", "..", filepath.FromSlash(below))).types, nil
	}
	return l.library.Import(path)
}

func (l *loader) load(dir string) *loadedPackage {
	if p := l.loaded[dir]; p != nil {
		return p
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if file, err := parser.ParseFile(l.fset, name, nil, parser.SkipObjectResolution); err == nil {
			files = append(files, file)
		}
	}
	l.loaded[dir] = l.check(dir, files)
	return l.loaded[dir]
}

func (l *loader) check(path string, files []*ast.File) *loadedPackage {
	p := &loadedPackage{files: files, info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Uses:  map[*ast.Ident]types.Object{},
	}}
	config := types.Config{Importer: l, Error: func(error) {}}
	p.types, _ = config.Check(path, l.fset, files, p.info)
	return p
}

// exactFunctions of package math return the same bits on every processor.
var exactFunctions = []string{"FMA", "Sqrt", "Abs", "Floor", "Trunc", "Copysign",
	"Float64bits", "Float64frombits", "Inf", "NaN", "IsNaN", "IsInf"}

// forbiddenImports bring in functions or numbers that are not ours.
var forbiddenImports = []string{`"math/rand"`, `"math/rand/v2"`, `"math/cmplx"`}

// faults lists what in the file may give other bits elsewhere, with positions.
func faults(fset *token.FileSet, file *ast.File, info *types.Info) []string {
	var found []string
	report := func(n ast.Node, what string) {
		found = append(found, fmt.Sprintf("%s: %s", fset.Position(n.Pos()), what))
	}
	ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			if slices.Contains(forbiddenImports, n.Path.Value) {
				report(n, "import of "+n.Path.Value)
			}
		case *ast.Ident:
			if f, ok := info.Uses[n].(*types.Func); ok && f.Pkg() != nil && f.Pkg().Path() == "math" &&
				!slices.Contains(exactFunctions, f.Name()) {
				report(n, "math."+f.Name())
			}
		case *ast.AssignStmt:
			if n.Tok == token.MUL_ASSIGN && !exactProduct(info, n.Lhs[0]) {
				report(n, "float product *= outside float64(…)")
			}
		case *ast.BinaryExpr:
			if n.Op == token.MUL && !exactProduct(info, n) && !rounded(info, stack) {
				report(n, "float product outside float64(…)")
			}
		}
		return true
	})
	return found
}

// exactProduct reports whether a product of the expression's type is an integer or
// a constant, which no compiler fuses.
func exactProduct(info *types.Info, e ast.Expr) bool {
	tv := info.Types[e]
	if tv.Value != nil {
		return true
	}
	if tv.Type == nil {
		return false
	}
	basic, ok := tv.Type.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsInteger != 0
}

// rounded reports whether what directly surrounds a product, parentheses aside, is
// a conversion to float64, or a further product, which answers for it.
func rounded(info *types.Info, stack []ast.Node) bool {
	for _, n := range slices.Backward(stack) {
		switch n := n.(type) {
		case *ast.ParenExpr:
			continue
		case *ast.BinaryExpr:
			return n.Op == token.MUL
		case *ast.CallExpr:
			called := info.Types[n.Fun]
			return called.IsType() && types.Identical(called.Type, types.Typ[types.Float64])
		default:
			return false
		}
	}
	return false
}

// TestTheCheckerFindsPlantedFaults: each snippet is the body of a function of
// floats a, b, c and integers i, j.
func TestTheCheckerFindsPlantedFaults(t *testing.T) {
	l := newLoader()
	for _, c := range []struct{ name, body, want string }{
		{"fused sum", "return a*b + c", "float product"},
		{"fused across statements", "p := a * b; return p + c", "float product"},
		{"assignment", "a *= b; return a + c", "float product"},
		{"with a literal", "return 2*a + c", "float product"},
		{"other conversion", "return float64(float32(a*b)) + c", "float product"},
		{"conversion of a sum", "return float64(a*b + c)", "float product"},
		{"conversion of the negative", "return float64(-(a * b)) + c", "float product"},
		{"half a product", "return float64(a*b)*c + a", "float product"},
		{"argument", "return math.Sqrt(a * b)", "float product"},
		{"named type", "type money float64; m := money(a); return float64(m*m + m)", "float product"},
		{"complex", "z := complex(a, b); return real(z * z)", "float product"},
		{"libm", "return math.Exp(a)", "math.Exp"},
		{"libm as a value", "f := math.Log; return f(a)", "math.Log"},
		{"libm power", "return math.Pow(a, b)", "math.Pow"},

		{"rounded", "return float64(a*b) + c", ""},
		{"rounded, in parentheses", "return float64((a * b)) + c", ""},
		{"rounded chain", "return float64(a*b*c) + a", ""},
		{"explicit fusion", "return math.FMA(a, b, c)", ""},
		{"integers", "return float64(i*j) + float64(i<<2*j)", ""},
		{"constants", "const k = 2 * math.Pi; return float64(k * 3 * 2)", ""},
		{"quotients", "return a/b + c/2", ""},
		{"exact functions", "return math.Trunc(math.Abs(a)) + math.Copysign(math.Floor(b), math.Inf(1))", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "package p\nimport \"math\"\nvar _ = math.Pi\nfunc f(a, b, c float64, i, j int) float64 {" +
				c.body + "}"
			assertFaults(t, l, text, c.want)
		})
	}
	for name, text := range map[string]string{
		"renamed math": "package p\nimport m \"math\"\nvar x = m.Sin(1)",
		"dot import":   "package p\nimport . \"math\"\nvar x = Sin(1)",
	} {
		t.Run(name, func(t *testing.T) { assertFaults(t, l, text, "math.Sin") })
	}
	assertFaults(t, l, "package p\nimport _ \"math/rand/v2\"", `import of "math/rand/v2"`)
	assertFaults(t, l, "package p\nimport _ \"math/rand\"", `import of "math/rand"`)
	assertFaults(t, l, "package p\nfunc f[T float64 | int](a, b T) T { return a*b + a }", "float product")
}

// assertFaults checks that a program has one fault with the text wanted, or none.
func assertFaults(t *testing.T, l *loader, program, want string) {
	t.Helper()
	file, err := parser.ParseFile(l.fset, "planted.go", program, parser.SkipObjectResolution)
	require.NoError(t, err)
	found := faults(l.fset, file, l.check("planted", []*ast.File{file}).info)
	if want == "" {
		assert.Empty(t, found)
		return
	}
	require.Len(t, found, 1)
	assert.Contains(t, found[0], want)
}
