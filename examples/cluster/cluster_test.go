package cluster_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

const parts = 8

// The script of the manifests, as eight pods and the one that merges would run it, pass by pass, leaves what one
// process does: its hash. The nation under -deep only.
func TestTheScriptInEightProcesses(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the script is for a shell")
	}
	folder := t.TempDir()
	command := filepath.Join(folder, "envelope")
	run(t, "go", "build", "-o", command, "../../cmd/envelope")
	nation := filepath.Join(folder, "nation.yaml")
	require.NoError(t, os.WriteFile(nation, testkit.Nation(), 0o600))
	settlement, system := "../settlement/settlement.yaml", "../system/system.yaml"
	for name, c := range map[string]struct {
		ask    []string
		passes int
		deep   bool
	}{
		"settlement":       {[]string{settlement, "--paths", "20000", "--lines", "balance,diverted"}, 2, false},
		"settlement exact": {[]string{settlement, "--paths", "20000", "--exact"}, 2, true},
		"system":           {[]string{system, "--paths", "100000", "--lines", "net_cost"}, 1, true},
		"system exact":     {[]string{system, "--paths", "17000", "--exact", "--lines", "balance"}, 2, false},
		"nation":           {[]string{nation, "--paths", "17000"}, 2, true},
		"nation exact":     {[]string{nation, "--paths", "17000", "--exact"}, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			if c.deep && testkit.Deep(1, 0) == 0 {
				t.Skip("under -deep only")
			}
			folder := t.TempDir()
			plan, alone := filepath.Join(folder, "plan.bin"), filepath.Join(folder, "alone")
			run(t, command, append(append([]string{"run"}, c.ask...), "--out", alone)...)
			run(t, command, append(append([]string{"plan"}, c.ask...), "-o", plan)...)
			assert.Equal(t, c.passes, inPasses(t, command, plan, folder))
			assert.Equal(t, hashOf(t, alone), hashOf(t, filepath.Join(folder, "results")))
		})
	}
	var exit *exec.ExitError
	require.ErrorAs(t, step(t, command, "plan.bin", "", folder, "mirge", 0).Wait(), &exit)
	assert.Equal(t, 2, exit.ExitCode())
}

// inPasses runs the steps of all passes, and counts those.
func inPasses(t *testing.T, command, plan, folder string) int {
	t.Helper()
	for pass := 1; ; pass++ {
		next := filepath.Join(folder, fmt.Sprintf("next-%d.bin", pass))
		all := []*exec.Cmd{step(t, command, plan, next, folder, "merge", 0)} // which waits for the parts
		for index := range parts {
			all = append(all, step(t, command, plan, next, folder, "part", index))
		}
		for _, cmd := range all {
			require.NoError(t, cmd.Wait())
		}
		if _, err := os.Stat(next); err != nil {
			return pass
		}
		plan = next
	}
}

// step starts a step of the script.
func step(t *testing.T, command, plan, next, folder, what string, index int) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("sh", "cluster.sh", what)
	cmd.Env = append(os.Environ(), "ENVELOPE="+command, "PLAN="+plan, "NEXT="+next, "FOLDER="+folder,
		fmt.Sprintf("PARTS=%d", parts), fmt.Sprintf("JOB_COMPLETION_INDEX=%d", index), "PAUSE=0.1")
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Start())
	return cmd
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// hashOf is the hash of the result that a folder holds.
func hashOf(t *testing.T, folder string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	require.NoError(t, err)
	var m struct {
		ResultHash string `json:"result_hash"`
	}
	require.NoError(t, json.Unmarshal(text, &m))
	require.NotEmpty(t, m.ResultHash)
	return m.ResultHash
}

// What the manifest uses of the fields that Kubernetes documents (batch/v1 Job, v1 PersistentVolumeClaim), by their
// names and types; another key, or a value of another type, is an error.
type (
	object struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string `yaml:"kind"`
		Metadata   struct {
			Name string `yaml:"name"`
		} `yaml:"metadata"`
		Spec yaml.Node `yaml:"spec"`
	}
	job struct {
		CompletionMode       string `yaml:"completionMode"`
		Completions          int    `yaml:"completions"`
		Parallelism          int    `yaml:"parallelism"`
		BackoffLimit         *int   `yaml:"backoffLimit"`
		BackoffLimitPerIndex *int   `yaml:"backoffLimitPerIndex"`
		Template             struct {
			Spec pod `yaml:"spec"`
		} `yaml:"template"`
	}
	pod struct {
		RestartPolicy   string `yaml:"restartPolicy"`
		SecurityContext struct {
			RunAsNonRoot bool `yaml:"runAsNonRoot"`
			RunAsUser    int  `yaml:"runAsUser"`
			FSGroup      int  `yaml:"fsGroup"`
		} `yaml:"securityContext"`
		Containers []container `yaml:"containers"`
		Volumes    []struct {
			Name      string `yaml:"name"`
			ConfigMap *struct {
				Name string `yaml:"name"`
			} `yaml:"configMap"`
			PersistentVolumeClaim *struct {
				ClaimName string `yaml:"claimName"`
			} `yaml:"persistentVolumeClaim"`
		} `yaml:"volumes"`
	}
	container struct {
		Name    string   `yaml:"name"`
		Image   string   `yaml:"image"`
		Command []string `yaml:"command"`
		Env     []struct {
			Name  string `yaml:"name"`
			Value string `yaml:"value"`
		} `yaml:"env"`
		Resources struct {
			Requests map[string]string `yaml:"requests"`
			Limits   map[string]string `yaml:"limits"`
		} `yaml:"resources"`
		SecurityContext struct {
			AllowPrivilegeEscalation *bool `yaml:"allowPrivilegeEscalation"`
			ReadOnlyRootFilesystem   *bool `yaml:"readOnlyRootFilesystem"`
		} `yaml:"securityContext"`
		VolumeMounts []struct {
			Name      string `yaml:"name"`
			MountPath string `yaml:"mountPath"`
			ReadOnly  bool   `yaml:"readOnly"`
		} `yaml:"volumeMounts"`
	}
	claim struct {
		AccessModes []string `yaml:"accessModes"`
		Resources   struct {
			Requests map[string]string `yaml:"requests"`
		} `yaml:"resources"`
	}
)

// The manifests hold together: there are as many pods as parts, every pod is told the same, and what it mounts is
// there. The second pass has the jobs of the first, with the plan file that the first leaves.
func TestTheManifestsHoldTogether(t *testing.T) {
	jobs, claims := manifest(t, "job.yaml")
	require.Contains(t, claims, "envelope")
	assert.Equal(t, []string{"ReadWriteMany"}, claims["envelope"].AccessModes, "pods on several machines write to it")
	next, none := manifest(t, "next.yaml")
	assert.Empty(t, none)
	holdsTogether(t, jobs, claims, "", "/run/envelope/plan.bin")
	holdsTogether(t, next, claims, "-2", "/data/next.bin")
}

// holdsTogether is of the jobs of a pass, whose names end in the same way.
func holdsTogether(t *testing.T, jobs map[string]job, claims map[string]claim, end, plan string) {
	t.Helper()
	require.Len(t, jobs, 2)
	indexed := jobs["envelope-parts"+end]
	assert.Equal(t, "Indexed", indexed.CompletionMode)
	assert.LessOrEqual(t, indexed.Parallelism, indexed.Completions)
	assert.NotNil(t, indexed.BackoffLimitPerIndex)
	for name, j := range jobs {
		p := j.Template.Spec
		assert.Equal(t, "Never", p.RestartPolicy, "backoffLimitPerIndex asks for it")
		assert.True(t, p.SecurityContext.RunAsNonRoot)
		require.Len(t, p.Containers, 1)
		c := p.Containers[0]
		assert.Equal(t, []string{"sh", "/run/envelope/cluster.sh", map[string]string{"envelope-parts" + end: "part",
			"envelope-merge" + end: "merge"}[name]}, c.Command)
		env := map[string]string{}
		for _, e := range c.Env {
			env[e.Name] = e.Value
		}
		want := map[string]string{"PLAN": plan, "PARTS": fmt.Sprint(indexed.Completions), "FOLDER": "/data"}
		if name == "envelope-merge" {
			want["NEXT"] = "/data/next.bin"
		}
		assert.Equal(t, want, env)
		at := map[string]string{}
		for _, m := range c.VolumeMounts {
			at[m.Name] = m.MountPath
		}
		require.Len(t, p.Volumes, 2)
		assert.Equal(t, "envelope-run", p.Volumes[0].ConfigMap.Name)
		assert.Equal(t, "/run/envelope", at[p.Volumes[0].Name])
		assert.Contains(t, claims, p.Volumes[1].PersistentVolumeClaim.ClaimName)
		assert.Equal(t, "/data", at[p.Volumes[1].Name])
	}
}

// manifest reads the objects of a file of kubernetes/ strictly.
func manifest(t *testing.T, name string) (jobs map[string]job, claims map[string]claim) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("kubernetes", name))
	require.NoError(t, err)
	jobs, claims = map[string]job{}, map[string]claim{}
	documents := yaml.NewDecoder(bytes.NewReader(text))
	documents.KnownFields(true)
	for {
		var o object
		err := documents.Decode(&o)
		if errors.Is(err, io.EOF) {
			return jobs, claims
		}
		require.NoError(t, err)
		switch o.APIVersion + " " + o.Kind {
		case "batch/v1 Job":
			jobs[o.Metadata.Name] = strictly[job](t, &o.Spec)
		case "v1 PersistentVolumeClaim":
			claims[o.Metadata.Name] = strictly[claim](t, &o.Spec)
		default:
			t.Errorf("%s %s is not known here", o.APIVersion, o.Kind)
		}
	}
}

// strictly reads a node whose every key is a field.
func strictly[T any](t *testing.T, n *yaml.Node) (into T) {
	t.Helper()
	text, err := yaml.Marshal(n)
	require.NoError(t, err)
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	require.NoError(t, d.Decode(&into))
	return into
}
