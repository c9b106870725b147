package check

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
)

// version is what one file holds of one unit in the round.
type version struct {
	file    *File
	unit    string
	forms   []*form.Form // none of a file that could not be used
	arrived string       // ISO, "" when unknown
	rows    ledger.Rows
}

// versions lists the files of each unit in the order they came, those of
// unknown time last; the units in the order in which the files first name them.
func (r *Result) versions(l *ledger.Ledger) [][]version {
	byUnit := map[string][]version{}
	var units []string
	for i := range r.Files {
		f := &r.Files[i]
		for _, v := range f.versions(l) {
			if byUnit[v.unit] == nil {
				units = append(units, v.unit)
			}
			byUnit[v.unit] = append(byUnit[v.unit], v)
		}
	}
	var out [][]version
	for _, u := range units {
		slices.SortStableFunc(byUnit[u], func(a, b version) int {
			if (a.arrived == "") != (b.arrived == "") {
				return cmp.Compare(b.arrived, a.arrived)
			}
			return cmp.Compare(a.arrived, b.arrived)
		})
		out = append(out, byUnit[u])
	}
	return out
}

func (f *File) versions(l *ledger.Ledger) []version {
	if len(f.Sheets) == 0 && f.Unit != "" && f.Verdict != finding.Ignored {
		return []version{{file: f, unit: f.Unit, arrived: f.Received}}
	}
	var out []version
	for _, s := range f.Sheets {
		if s.Unit == "" || s.Verdict == finding.Ignored {
			continue
		}
		i := slices.IndexFunc(out, func(v version) bool { return v.unit == s.Unit })
		if i < 0 {
			i, out = len(out), append(out, version{file: f, unit: s.Unit, arrived: ledger.Arrived(s.Form)})
		}
		v := &out[i]
		v.forms = append(v.forms, s.Form)
		rows := l.Sheets[ledger.SheetKey{File: f.Path, Sheet: s.Sheet, Unit: s.Unit}]
		v.rows.Read += rows.Read
		v.rows.Merged += rows.Merged
		v.rows.Superseded += rows.Superseded
		v.rows.Unmatched += rows.Unmatched
		v.rows.Empty += rows.Empty
	}
	return out
}

// overtaken gives a test for findings about sheets none of whose rows counts,
// of units from which a later sheet does: rows that fitted no task, or another
// round's, are not replaced by any row, yet the unit has sent the sheet anew.
func (r *Result) overtaken(l *ledger.Ledger) func(finding.Finding) bool {
	type key struct{ file, unit string }
	gone := map[key]bool{}
	for _, list := range r.versions(l) {
		for i, v := range list {
			if v.rows.Merged > 0 || v.rows.Read == 0 {
				continue
			}
			later := func(o version) bool {
				return o.rows.Merged > 0 && (v.rows.Superseded > 0 || v.arrived != "" && o.arrived > v.arrived)
			}
			gone[key{v.file.Path, v.unit}] = slices.ContainsFunc(list[i+1:], later)
		}
	}
	resent := r.resent(l)
	return func(f finding.Finding) bool { return gone[key{f.File, f.Unit}] || resent[f.File] }
}

// resent lists files of no known unit whose marked copy came back later, with a unit,
// and counts. The name tells: no other such file may have the same.
func (r *Result) resent(l *ledger.Ledger) map[string]bool {
	nameless := map[string][]*File{}
	for i := range r.Files {
		if f := &r.Files[i]; len(f.Units()) == 0 && f.Received != "" && f.Verdict != finding.Ignored {
			nameless[stem(f.Path)] = append(nameless[stem(f.Path)], f)
		}
	}
	out := map[string]bool{}
	for _, f := range r.Files {
		if r.settings.SentAs == nil || l.Files[f.Path].Merged == 0 {
			continue
		}
		name := r.settings.SentAs(intake.Base(f.Path))
		if list := nameless[name]; name != stem(f.Path) && len(list) == 1 && list[0].Received < f.Received {
			out[list[0].Path] = true
		}
	}
	return out
}

func stem(file string) string { return strings.TrimSuffix(intake.Base(file), path.Ext(file)) }
