package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// The same files give the same bytes, whenever they were written; programs may be run.
func TestPack(t *testing.T) {
	var packed [2]bytes.Buffer
	for i := range packed {
		folder := t.TempDir()
		for _, name := range []string{"envelope", "LICENSE.txt", "envelope.cdx.json"} {
			path := filepath.Join(folder, name)
			if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, time.Time{}, time.Unix(int64(1e9*i), 0)); err != nil {
				t.Fatal(err)
			}
		}
		if err := pack(&packed[i], folder); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(packed[0].Bytes(), packed[1].Bytes()) {
		t.Error("two zips of the same files differ")
	}
	z, err := zip.NewReader(bytes.NewReader(packed[0].Bytes()), int64(packed[0].Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Mode().String()+" "+f.Name)
	}
	want := []string{"-rw-r--r-- LICENSE.txt", "-rwxr-xr-x envelope", "-rw-r--r-- envelope.cdx.json"}
	if !slices.Equal(names, want) {
		t.Errorf("found %v, want %v", names, want)
	}
}
