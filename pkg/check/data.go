package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"zwgk/pkg/policy"
)

// Group is a letter of codes and what its rules are about.
type Group struct {
	Letter string `json:"letter"`
	Title  string `json:"title"`
	About  string `json:"about"`
}

// Datum is a threshold or a list of words that rules go by.
type Datum struct {
	Key    string   `json:"key"`
	About  string   `json:"about"` // the comment above it in the built-in file
	Values []string `json:"values"`
	Single bool     `json:"single"` // a threshold and no list
}

// Written is how the datum is written in a rule file, with a value: same_link: 6
// or copies: {least: 30}; sign is + or - for more or less of a list.
func (d Datum) Written(sign, value string) string {
	if outer, inner, nested := strings.Cut(d.Key, "."); nested {
		return fmt.Sprintf("%s: {%s%s: %s}", outer, inner, sign, value)
	}
	return d.Key + sign + ": " + value
}

// uses tells what data the checks go by.
var uses = map[string][]string{
	"error_value":       {"error_values"},
	"placeholder":       {"placeholders"},
	"text_cut":          {"cut_at"},
	"text_copied":       {"copied_from"},
	"text_hollow":       {"phrases", "common_words", "measures", "quotes"},
	"text_long":         {"max_text"},
	"progress_same":     {"same_figure"},
	"open_but_done":     {"finished"},
	"done_but_open":     {"unfinished"},
	"no_reason":         {"no_reason"},
	"link_elsewhere":    {"government_sites", "open_sites"},
	"other_unit":        {"others_do", "ourselves"},
	"count_short":       {"several_times"},
	"private_mail":      {"private_mail", "public_mail"},
	"file_not_sent":     {"kept_elsewhere", "file_endings", "file_leads"},
	"mobile_number":     {"contact_columns"},
	"home_address":      {"home_address"},
	"vulnerable_person": {"vulnerable_person", "not_names"},
	"copied_unit":       {"copies.least", "copies.share", "copies.phrases"},
	"copied_round":      {"copies.least", "copies.share", "copies.phrases"},
	"columns_swapped":   {"swapped.least", "swapped.share"},
	"link_bad":          {"no_link"},
	"link_home":         {"front_pages"},
	"link_same":         {"same_link", "front_pages"},
	"linked":            {"mail_links"},
}

// listData lists the thresholds and lists of the file, in their order in the
// structure, with the comments of f. Those one level down are named copies.least.
func (in ruleFile) listData(f policy.File) []Datum {
	in.Words, in.Conditions, in.Groups, in.Rules = words{}, conditionWords{}, nil, nil
	return dataOf(f, reflect.ValueOf(in), "", "")
}

func dataOf(f policy.File, v reflect.Value, under, about string) []Datum {
	var out []Datum
	for i := range v.NumField() {
		key := v.Type().Field(i).Tag.Get("yaml")
		if key == "" {
			key = strings.ToLower(v.Type().Field(i).Name)
		}
		d := Datum{Key: under + key, About: about, Values: []string{}}
		if under == "" {
			d.About = comment(f, key)
		}
		switch field := v.Field(i); field.Interface().(type) {
		case words, conditionWords, []Group, []rule:
		case int, string:
			d.Values, d.Single = append(d.Values, fmt.Sprint(field.Interface())), true
			out = append(out, d)
		case []string, []int, []policy.Text:
			for j := range field.Len() {
				d.Values = append(d.Values, fmt.Sprint(field.Index(j).Interface()))
			}
			out = append(out, d)
		default:
			out = append(out, dataOf(f, field, key+".", d.About)...)
		}
	}
	return out
}

// comment gives the comment that stands above a key at the top of a file.
func comment(f policy.File, key string) string {
	lines := strings.Split(strings.ReplaceAll(string(f.Data), "\r\n", "\n"), "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, key+":") })
	var out []string
	for at--; at >= 0 && strings.HasPrefix(lines[at], "#"); at-- {
		out = append(out, strings.TrimSpace(strings.TrimLeft(lines[at], "#")))
	}
	slices.Reverse(out)
	return strings.Join(out, "")
}

// keyPlace is where a key, or what is added to or taken out of it (key+, key-), stands at the top
// of a file; the zero value where it does not.
func keyPlace(f policy.File, key string) policy.Pos {
	for i, line := range strings.Split(string(f.Data), "\n") {
		line, _, found := strings.Cut(strings.TrimPrefix(line, "\ufeff"), ":")
		if found && strings.TrimRight(line, "+-") == key {
			return policy.Pos{Line: i + 1, Col: 1}
		}
	}
	return policy.Pos{}
}

// describedBy takes the comments of the built-in data for those of an override.
func describedBy(builtin, own []Datum) []Datum {
	for i := range own {
		own[i].About = builtin[i].About
	}
	return own
}

// Data gives the thresholds and lists of words of the file, in the order of their keys.
func (r *Rules) Data() []Datum { return slices.Clone(r.data) }

// Groups gives the letters of the codes in their order.
func (r *Rules) Groups() []Group { return slices.Clone(r.groups) }

// Off lists the codes that are switched off.
func (r *Rules) Off() []string {
	var out []string
	for _, k := range r.rules {
		if k.Off {
			out = append(out, k.Code.Value)
		}
	}
	return out
}
