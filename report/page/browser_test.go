package page

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A browser opens the page without a network: see testdata/browser.py, which says what it looks at. It needs Chromium
// and Playwright for Python, and for the audit of accessibility axe-core.
func TestInABrowser(t *testing.T) {
	chromium, python := browserTools(t)
	file := filepath.Join(t.TempDir(), Name)
	require.NoError(t, os.WriteFile(file, []byte(written(t, county(t), Options{})), 0o644))
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	browser := exec.CommandContext(ctx, python, filepath.Join("testdata", "browser.py"), chromium, file)
	out, err := browser.CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Logf("%s", out)
}
