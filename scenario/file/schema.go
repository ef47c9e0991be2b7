package file

import (
	"encoding/json"
	"strings"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// An object is a JSON Schema, or a part of one.
type object = map[string]any

// Schema is the JSON Schema (draft 2020-12) of scenario files, for editors that complete keys and mark mistakes. It is
// made from the reader's own list of keys. It knows the keys, their structure and the words allowed, so a file that it
// refuses is refused by the reader too. The reader also reads the numbers and checks them against each other.
func Schema() []byte {
	top := fileKeys()
	body := top.child("bodies").child("*")
	definitions := object{"body": body.schema(), "text": scalar("text"), "note": scalar("text")}
	for _, u := range []string{"rate", "amount", "rate or amount", "years", "number"} {
		definitions[u] = numberSchema(u, true)
		definitions["known "+u] = numberSchema(u, false)
		definitions[u+" by year"] = byYear(u)
		definitions["part "+u] = partSchema(u)
	}
	s := top.schema()
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "A scenario file of Envelope"
	s["required"] = []string{"schema", "years", "not_modelled"}
	s["$defs"] = definitions
	text, _ := json.MarshalIndent(s, "", "  ") // which takes maps of texts always
	return append(text, '\n')
}

// child is the key with a name below a key; nil if there is none.
func (k *key) child(name string) *key {
	for _, b := range k.keys {
		if b.name == name {
			return b
		}
	}
	return nil
}

// explained adds what the key means, and what holds if it is left out.
func (k *key) explained(s object) object {
	m := k.meaning
	if m.says == "" {
		return s
	}
	text := strings.ToUpper(m.says[:1]) + m.says[1:] + "."
	if m.otherwise != "" {
		text += " If left out: " + m.otherwise + "."
	}
	s["description"] = text
	return s
}

// schema is what the key takes.
func (k *key) schema() object {
	switch k.takes {
	case takesTexts:
		return object{"anyOf": []any{reference("text"), list(reference("text"))}}
	case takesWord:
		return object{"enum": spellings(k.words)}
	case takesNumber, takesNumbers:
		return k.numbers()
	case takesKeys:
		if k.name == keyDefaults {
			return reference("body")
		}
		return k.mapping()
	case takesNames:
		return k.names()
	case takesList:
		return list(k.mapping())
	case takesChanges:
		return object{"type": "object", "additionalProperties": object{"type": "object"}}
	case takesWhole:
		return k.whole()
	case takesMatrix:
		return list(list(reference("known number")))
	}
	if len(k.keys) > 0 {
		return object{"anyOf": []any{scalar("text"), k.mapping()}}
	}
	return scalar("text")
}

// whole is a whole number within its bounds, as far as a JSON reader can tell: it may hold numbers as floats.
func (k *key) whole() object {
	s := object{"type": []string{"integer", "string"}, "minimum": k.low}
	if k.high < 1<<53 {
		s["maximum"] = k.high
	}
	return s
}

// mapping is a mapping of the keys below.
func (k *key) mapping() object {
	properties := object{}
	for _, b := range k.keys {
		properties[b.name] = b.explained(b.schema())
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

// names is a mapping of names that the file gives.
func (k *key) names() object {
	each := reference("body")
	if k.name != "bodies" {
		each = k.child("*").schema()
	}
	return object{"type": "object", "additionalProperties": each}
}

// numbers is a number; some numbers may also follow from keys below them.
func (k *key) numbers() object {
	name := k.unit
	switch {
	case k.takes == takesNumbers:
		name += " by year"
	case k.certain:
		name = "known " + name
	}
	if len(k.keys) == 0 {
		return object{"$ref": "#/$defs/" + escaped(name)}
	}
	keys := k.mapping()
	keys["required"] = []string{"population", "cost_per_head"}
	return object{"anyOf": []any{reference(name), keys}}
}

// spellings are words as a file may write them: with spaces between their parts, or as numbers or truth values, which a
// YAML reader makes of some words.
func spellings(words []string) (all []any) {
	for _, w := range words {
		all = append(all, w)
		if apart := strings.ReplaceAll(w, "_", " "); apart != w {
			all = append(all, apart)
		}
		var value any
		if json.Unmarshal([]byte(w), &value) == nil {
			all = append(all, value)
		}
	}
	return all
}

// scalar is a single value, not a list or a mapping. YAML readers take some texts for numbers or truth values.
func scalar(of string) object {
	return object{"type": []string{"string", "number", "boolean"}, "title": of}
}

func reference(name string) object { return object{"$ref": "#/$defs/" + escaped(name)} }

// escaped writes a name as part of a reference.
func escaped(name string) string { return strings.ReplaceAll(name, " ", "%20") }

func list(of object) object { return object{"type": "array", "items": of} }

// numberSchema is a number alone, or with notes about it and, if it may be uncertain, with its uncertainty.
func numberSchema(unit string, uncertain bool) object {
	properties := notes()
	properties[formValue] = scalar(unit)
	forms := []any{required(formValue)}
	if uncertain {
		forms = append(forms, addForms(properties, unit)...)
		for _, k := range process.Kinds() {
			name := keyOf(k.Name)
			properties[name] = processSchema(k, unit)
			if k.Law != nil {
				forms = append(forms, required(name))
			}
		}
		properties["follows"] = object{"type": "object", "additionalProperties": false,
			"properties": object{"input": scalar("text"), "times": reference("known number")}}
	}
	return object{"title": unit, "anyOf": []any{scalar(unit), assumptionSchema(unit),
		object{"type": "object", "properties": properties, "additionalProperties": false, "oneOf": forms}}}
}

// notes are the keys of the notes about a number: source, quality and so on.
func notes() object {
	return object{"source": reference("note"), "note": reference("note"), "owner": reference("note"),
		"quality": object{"enum": []any{"unrated", "red", "amber", "green"}}}
}

// addForms adds the keys that make a number uncertain, and gives the alternatives of which exactly one must be there.
func addForms(properties object, unit string) (forms []any) {
	for _, p := range []string{"p10", "p50", "p90"} {
		properties[p] = scalar(unit)
	}
	properties[keyTruncate] = parameters(truncateKind().Parameters, unit)
	properties[keySurvey] = scalar("text")
	forms = append(forms, required("p10", "p90"), required(keySurvey))
	for _, k := range dist.Kinds() {
		name := keyOf(k.Name)
		properties[name] = lawSchema(k, unit)
		forms = append(forms, required(name))
	}
	return forms
}

// keyOf is a kind's name as a key.
func keyOf(kind string) string { return strings.ReplaceAll(kind, " ", "_") }

func required(keys ...string) object { return object{"required": keys} }

// byYear is a number for all years, or one for each.
func byYear(unit string) object {
	each := list(reference(unit))
	properties := notes()
	properties["values"], properties["then"] = each, reference(unit)
	formula := notes()
	formula[keyFormula] = scalar("formula")
	used := assumptionSchema(unit)
	return object{"anyOf": []any{reference(unit), each, used,
		object{"type": "object", "properties": properties, "required": []string{"values"},
			"additionalProperties": false},
		object{"type": "object", "properties": formula, "required": []string{keyFormula},
			"additionalProperties": false}}}
}

// assumptionSchema is an assumption in the place of a number.
func assumptionSchema(unit string) object {
	properties := notes()
	properties[keyAssumption], properties["times"], properties["plus"] = scalar("name"), scalar("number"), scalar(unit)
	return object{"type": "object", "properties": properties, "required": []string{keyAssumption},
		"additionalProperties": false}
}

// lawSchema is the value after a law's name.
func lawSchema(k dist.Kind, unit string) object {
	for _, p := range k.Parameters {
		if p.Takes == dist.Laws {
			return list(reference("part " + unit))
		}
	}
	return parameters(k.Parameters, unit)
}

// parameters are a mapping of a law's parameters.
func parameters(all []dist.Parameter, unit string) object {
	properties := object{}
	s := object{"type": "object", "properties": properties, "additionalProperties": false}
	for _, p := range all {
		of := "number"
		if p.SameUnit {
			of = unit
		}
		takes := scalar(of)
		switch p.Takes {
		case dist.List, dist.Observations:
			takes = list(takes)
		case dist.PercentileNumbers:
			s["patternProperties"] = object{`^p(0|[1-9][0-9]?)(\.[0-9]+)?$`: takes}
			continue
		}
		if p.Takes == dist.Observations {
			properties["csv"], properties["column"] = scalar("file"), scalar("column")
		}
		if p.Meaning != "" {
			takes["description"] = p.Meaning
		}
		properties[p.Name] = takes
	}
	return s
}

// partSchema is a part of a mixture: a number in one of its forms, and its weight.
func partSchema(unit string) object {
	properties := object{"weight": scalar("number"), formValue: scalar(unit)}
	forms := append([]any{required(formValue)}, addForms(properties, unit)...)
	delete(properties, "mixture")
	return object{"type": "object", "properties": properties, "required": []string{"weight"},
		"additionalProperties": false, "anyOf": forms}
}

// processSchema is what stands after a process's name: true, or its parameters.
func processSchema(k process.Kind, unit string) object {
	properties := object{}
	for _, p := range k.Parameters {
		of := "number"
		if p.SameUnit {
			of = unit
		}
		switch p.Takes {
		case process.List:
			properties[p.Name] = list(scalar(of))
			if p.Name == keyHistory {
				table := object{"type": "object",
					"properties": object{"csv": scalar("file"), "column": scalar("column")}}
				properties[p.Name] = object{"anyOf": []any{properties[p.Name], table}}
			}
		case process.Law:
			properties[p.Name] = reference(of)
		case process.Word:
			properties[p.Name] = object{"enum": spellings(p.Words)}
		default:
			properties[p.Name] = scalar(of)
		}
	}
	keys := object{"type": "object", "properties": properties, "additionalProperties": false}
	return object{"anyOf": []any{object{"enum": []any{true, false, "true", "false"}}, keys}}
}
