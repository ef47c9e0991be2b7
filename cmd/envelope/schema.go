package main

import "github.com/openenvelope/envelope/scenario/file"

type schemaCmd struct{}

// Run prints the JSON Schema of scenario files.
func (c *schemaCmd) Run(s streams) error {
	_, err := s.out.Write(file.Schema())
	return err
}
