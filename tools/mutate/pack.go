package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
)

// A pack is a package as it is read: all its files, of which some are broken.
type pack struct {
	target
	dir     string // absolute
	set     *token.FileSet
	sources []*source
	config  types.Config
}

// A source is a file.
type source struct {
	name   string // from the module's folder, with slashes
	path   string // absolute
	text   []byte
	tree   *ast.File
	broken bool // it is one of those to break
}

// load reads a package, and where the export data of what it imports is.
func load(root string, t target) (*pack, error) {
	list := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,GoFiles,Export", "./"+t.dir)
	list.Dir, list.Stderr = root, os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list ./%s: %w", t.dir, err)
	}
	exports := map[string]string{}
	var last struct {
		ImportPath, Dir, Export string
		GoFiles                 []string
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; exports[last.ImportPath] = last.Export {
		if err := d.Decode(&last); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
	}
	p := &pack{target: t, dir: last.Dir, set: token.NewFileSet()}
	p.config = types.Config{Sizes: types.SizesFor("gc", runtime.GOARCH),
		Importer: importer.ForCompiler(p.set, "gc", func(path string) (io.ReadCloser, error) {
			return os.Open(exports[path])
		})}
	pattern := regexp.MustCompile(t.files)
	for _, name := range last.GoFiles {
		s := &source{name: t.dir + "/" + name, path: filepath.Join(last.Dir, name), broken: pattern.MatchString(name)}
		if s.text, err = os.ReadFile(s.path); err != nil {
			return nil, err
		}
		if s.tree, err = parser.ParseFile(p.set, s.path, s.text, parser.SkipObjectResolution); err != nil {
			return nil, err
		}
		p.sources = append(p.sources, s)
	}
	return p, p.check(nil, nil)
}

// has reports whether a file is one of those to break.
func (p *pack) has(file string) bool {
	return slices.ContainsFunc(p.sources, func(s *source) bool { return s.broken && s.name == file })
}

// check says why the package does not compile with other text for one file.
func (p *pack) check(other *source, text []byte) error {
	var trees []*ast.File
	for _, s := range p.sources {
		tree := s.tree
		if s == other {
			var err error
			if tree, err = parser.ParseFile(token.NewFileSet(), s.path, text, parser.SkipObjectResolution); err != nil {
				return err
			}
		}
		trees = append(trees, tree)
	}
	_, err := p.config.Check(p.dir, p.set, trees, nil)
	return err
}

// sample takes the mutants that compile and whose description matches, in the seed's order, until there are enough.
func (p *pack) sample(all []mutant, seed uint64, count int, pattern *regexp.Regexp) (taken []mutant) {
	order := func(m mutant) string {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", seed, m.key))
		return string(sum[:])
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b mutant) int { return cmp.Compare(order(a), order(b)) })
	for _, m := range all {
		if pattern.MatchString(m.String()) && p.check(m.source, m.applied()) == nil {
			if taken = append(taken, m); len(taken) == count {
				break
			}
		}
	}
	return taken
}
