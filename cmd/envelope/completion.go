package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish,powershell" help:"The shell: bash, zsh, fish or powershell."`
}

// Run prints the script that lets a shell complete commands, flags and their choices.
func (c *completionCmd) Run(s streams, app *kong.Application) error {
	write := map[string]func(io.Writer, []completed) error{
		"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion, "powershell": powershellCompletion,
	}[c.Shell]
	return write(s.out, completions(app))
}

// A completed is a command with the words that a shell completes.
type completed struct {
	name, help string
	flags      []completedFlag
}

type completedFlag struct {
	name, help string // help is its first sentence
	choices    []string
	value      bool // takes a value
}

// completions are the commands of the program, with their flags and the flags common to all.
func completions(app *kong.Application) (all []completed) {
	for _, node := range app.Leaves(true) {
		c := completed{name: node.Name, help: brieflyOf(node.Help)}
		for _, group := range node.AllFlags(true) {
			for _, f := range group {
				flag := completedFlag{name: "--" + f.Name, help: brieflyOf(f.Help), value: !f.IsBool()}
				for _, choice := range f.EnumSlice() {
					if choice != "" {
						flag.choices = append(flag.choices, choice)
					}
				}
				c.flags = append(c.flags, flag)
			}
		}
		all = append(all, c)
	}
	return all
}

// brieflyOf is the first sentence of a help text, without characters that have a meaning for shells.
func brieflyOf(help string) string {
	first, _, _ := strings.Cut(help, ". ")
	return strings.NewReplacer("'", "’", `"`, "”", "`", "’", "$", "", "[", "(", "]", ")", ":", " -").
		Replace(strings.TrimSuffix(first, "."))
}

// words are what may follow a command: its flags, or the choices of the flag before.
func (c completed) words() string {
	var names []string
	for _, f := range c.flags {
		names = append(names, f.name)
	}
	return strings.Join(names, " ")
}

func bashCompletion(w io.Writer, all []completed) error {
	var names, flags, choices []string
	seen := map[string]bool{}
	for _, c := range all {
		names = append(names, c.name)
		flags = append(flags, fmt.Sprintf("\t%s) words='%s' ;;", c.name, c.words()))
		for _, f := range c.flags {
			if len(f.choices) > 0 && !seen[c.name+f.name] {
				seen[c.name+f.name] = true
				choices = append(choices, fmt.Sprintf("\t%s' '%s) words='%s' ;;", c.name, f.name,
					strings.Join(f.choices, " ")))
			}
		}
	}
	_, err := fmt.Fprintf(w, `# envelope completion bash >> ~/.bash_completion
_envelope() {
	local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=
	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		COMPREPLY=($(compgen -W '%s --help --version' -- "$cur"))
		return
	fi
	case "${COMP_WORDS[1]} $before" in
%s
	esac
	if [ -n "$words" ]; then
		COMPREPLY=($(compgen -W "$words" -- "$cur"))
		return
	fi
	case ${COMP_WORDS[1]} in
%s
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W "$words --help" -- "$cur"))
	else
		COMPREPLY=($(compgen -f -- "$cur"))
	fi
}
complete -o filenames -F _envelope envelope
`, strings.Join(names, " "), strings.Join(choices, "\n"), strings.Join(flags, "\n"))
	return err
}

func zshCompletion(w io.Writer, all []completed) error {
	var names, flags []string
	for _, c := range all {
		names = append(names, fmt.Sprintf("\t\t'%s:%s'", c.name, c.help))
		var own []string
		for _, f := range c.flags {
			own = append(own, fmt.Sprintf("'%s:%s'", f.name, f.help))
		}
		flags = append(flags, fmt.Sprintf("\t\t%s) flags=(%s) ;;", c.name, strings.Join(own, " ")))
	}
	_, err := fmt.Fprintf(w, `#compdef envelope
# envelope completion zsh > "${fpath[1]}/_envelope"
_envelope() {
	local -a commands flags
	commands=(
%s
	)
	if (( CURRENT == 2 )); then
		_describe command commands
	elif [[ ${words[CURRENT]} == -* ]]; then
		case ${words[2]} in
%s
		esac
		_describe flag flags
	else
		_files
	fi
}
compdef _envelope envelope
`, strings.Join(names, "\n"), strings.Join(flags, "\n"))
	return err
}

func fishCompletion(w io.Writer, all []completed) error {
	lines := []string{"# envelope completion fish > ~/.config/fish/completions/envelope.fish"}
	for _, c := range all {
		lines = append(lines,
			fmt.Sprintf("complete -c envelope -n __fish_use_subcommand -a %s -d '%s'", c.name, c.help))
		for _, f := range c.flags {
			line := fmt.Sprintf("complete -c envelope -n '__fish_seen_subcommand_from %s' -l %s -d '%s'", c.name,
				strings.TrimPrefix(f.name, "--"), f.help)
			switch {
			case len(f.choices) > 0:
				line += fmt.Sprintf(" -xa '%s'", strings.Join(f.choices, " "))
			case f.value:
				line += " -r"
			}
			lines = append(lines, line)
		}
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

func powershellCompletion(w io.Writer, all []completed) error {
	var names, flags []string
	for _, c := range all {
		names = append(names, "'"+c.name+"'")
		flags = append(flags, fmt.Sprintf("\t\t'%s' = '%s'", c.name, c.words()))
	}
	_, err := fmt.Fprintf(w, `# envelope completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName envelope -ScriptBlock {
	param($word, $ast, $position)
	$flags = @{
%s
	}
	$said = $ast.CommandElements | ForEach-Object { "$_" }
	$words = if ($said.Count -lt 2 -or ($said.Count -eq 2 -and $word)) { %s }
		elseif ($word -like '-*') { $flags[$said[1]] -split ' ' } else { @() }
	$words | Where-Object { $_ -like "$word*" } |
		ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
`, strings.Join(flags, "\n"), strings.Join(names, ", "))
	return err
}
