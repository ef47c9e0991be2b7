package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The schema is JSON as it is printed, so that envelope schema > envelope.schema.json is all there is to do.
func TestSchema(t *testing.T) {
	said := envelope(t, "", "schema")
	assert.Equal(t, 0, said.status)
	assert.Empty(t, said.err)
	assert.True(t, json.Valid([]byte(said.out)))
	assert.Contains(t, said.out, `"https://json-schema.org/draft/2020-12/schema"`)
}
