package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example as a user runs it.
func TestBoard(t *testing.T) {
	var page bytes.Buffer
	require.NoError(t, run(context.Background(), &page))
	testkit.Golden(t, "testdata/page.txt", page.String())
}

// Ctrl-C ends it.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	assert.ErrorIs(t, run(ctx, &bytes.Buffer{}), context.Canceled)
}
