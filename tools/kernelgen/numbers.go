package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
)

// numbers are the constants of a Go package by name, and its arrays of constants.
type numbers struct {
	floats map[string]float64
	bits   map[string]uint64
	arrays map[string][]float64
}

// readNumbers type-checks the package in a folder as far as its constants need; what it imports is not followed.
func readNumbers(dir string) (*numbers, error) {
	fset := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_amd64.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Error: func(error) {}}
	p, _ := config.Check(dir, fset, files, info) // complaints about imports do not matter
	n := &numbers{map[string]float64{}, map[string]uint64{}, map[string][]float64{}}
	n.constants(p.Scope())
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok {
				n.array(spec, info)
			}
			return true
		})
	}
	return n, nil
}

func (n *numbers) constants(scope *types.Scope) {
	for _, name := range scope.Names() {
		c, ok := scope.Lookup(name).(*types.Const)
		if !ok {
			continue
		}
		if value := c.Val(); value.Kind() == constant.Int || value.Kind() == constant.Float {
			n.floats[name], _ = constant.Float64Val(constant.ToFloat(value))
			n.bits[name], _ = constant.Uint64Val(constant.ToInt(value))
		}
	}
}

// array keeps a variable that is a list of numbers.
func (n *numbers) array(spec *ast.ValueSpec, info *types.Info) {
	if len(spec.Values) != len(spec.Names) {
		return
	}
	for i, name := range spec.Names {
		list, ok := spec.Values[i].(*ast.CompositeLit)
		if !ok {
			continue
		}
		for _, element := range list.Elts {
			if value := info.Types[element].Value; value != nil && value.Kind() != constant.String {
				x, _ := constant.Float64Val(value)
				n.arrays[name.Name] = append(n.arrays[name.Name], x)
			}
		}
	}
}

// polynomial returns the constants name + from, name + (from+1) and so on, as many as there are.
func (n *numbers) polynomial(name string, from int) (coefficients []float64) {
	for i := from; ; i++ {
		x, ok := n.floats[fmt.Sprint(name, i)]
		if !ok {
			return coefficients
		}
		coefficients = append(coefficients, x)
	}
}

// float returns a constant, which must exist.
func (n *numbers) float(name string) float64 {
	x, ok := n.floats[name]
	if !ok {
		panic("no constant " + name)
	}
	return x
}

// bit returns an integer constant, which must exist.
func (n *numbers) bit(name string) uint64 {
	if _, ok := n.floats[name]; !ok {
		panic("no constant " + name)
	}
	return n.bits[name]
}
