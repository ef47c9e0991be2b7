package scenario

import (
	"runtime/debug"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// modulePath is the name of this module in the facts of a build.
const modulePath = "github.com/openenvelope/envelope"

// A Build is the program that writes or checks a manifest: which code, compiled by which Go.
type Build struct {
	Version string `json:"version"` // of this module
	// Commit is the commit that was built, or the module's version if it is part of another program; empty if the build
	// does not say.
	Commit   string `json:"commit,omitempty"`
	Modified bool   `json:"modified,omitempty"` // files were changed since that commit
	Go       string `json:"go"`                 // the version of Go: "go1.26.0"
}

// ThisBuild is the build that is running.
func ThisBuild() Build {
	b := Build{Version: Version}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Go = info.GoVersion
	for _, module := range info.Deps {
		if module.Path == modulePath {
			b.Commit = module.Version
		}
	}
	if info.Main.Path != modulePath {
		return b
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// String is the build in words: "envelope 0.1.0, commit 4ae69081c2d3, go1.26.8".
func (b Build) String() string {
	if b.Version == "" {
		return "an envelope that does not say which"
	}
	text := "envelope " + b.Version + ", commit " + fault.Short(b.Commit)
	if b.Commit == "" {
		text = "envelope " + b.Version + ", commit not stated"
	}
	if b.Modified {
		text += " with changes"
	}
	return strings.TrimSuffix(text+", "+b.Go, ", ")
}
