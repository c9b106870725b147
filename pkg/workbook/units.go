package workbook

import (
	"slices"
	"strings"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// standing is how a unit stands in the round.
type standing struct {
	number  int
	of      ledger.Unit
	contact string
	phone   string
	late    string
	files   string
	verdict string
	missing string // items, or that it is all of them
	tally
	score *assess.UnitScore
	state string // why it is chased
	fill  string

	reminder Reminder
}

var unitColumns = map[string]func(standing) cell{
	"number":   func(s standing) cell { return s.cell(count(s.number)) },
	"unit":     func(s standing) cell { return s.cell(plain(s.of.Name)) },
	"group":    func(s standing) cell { return s.cell(plain(s.of.Group)) },
	"required": func(s standing) cell { return s.cell(count(len(s.of.Required))) },
	"answered": func(s standing) cell { return s.cell(count(len(s.of.Required) - len(s.of.Missing))) },
	"missing":  func(s standing) cell { return s.cell(plain(s.missing)) },
	"received": func(s standing) cell { return s.cell(plain(strings.Replace(s.of.Received, "T", " ", 1))) },
	"due":      func(s standing) cell { return s.cell(plain(s.of.Due)) },
	"late":     func(s standing) cell { return s.cell(plain(s.late)) },
	"files":    func(s standing) cell { return s.cell(plain(value.Mask(s.files))) },
	"verdicts": func(s standing) cell { return s.cell(plain(s.verdict)) },
	"errors":   func(s standing) cell { return s.cell(count(s.tally["errors"])) },
	"warnings": func(s standing) cell { return s.cell(count(s.tally["warnings"])) },
	"score":    func(s standing) cell { return s.scored(func(u *assess.UnitScore) cell { return points(u.Final) }) },
	"grade":    func(s standing) cell { return s.scored(func(u *assess.UnitScore) cell { return plain(u.Grade) }) },
	"rank":     func(s standing) cell { return s.scored(func(u *assess.UnitScore) cell { return rankCell(u.Rank) }) },
}

func rankCell(rank int) cell {
	if rank == 0 {
		return plain("")
	}
	return count(rank)
}

func (s standing) cell(c cell) cell { c.style.fill = s.fill; return c }

func (s standing) scored(get func(*assess.UnitScore) cell) cell {
	if s.score == nil {
		return s.cell(plain(""))
	}
	return s.cell(get(s.score))
}

func (v *view) unitSheet() sheet {
	return tableSheet(v.Input, v.Layout.Ledger.Units, v.Layout.Subtitle, unitColumns, v.standings())
}

func (v *view) standings() []standing {
	scores := map[string]*assess.UnitScore{}
	if v.Scores != nil {
		for i := range v.Scores.Units {
			scores[v.Scores.Units[i].Unit] = &v.Scores.Units[i]
		}
	}
	verdicts := v.verdicts()
	var out []standing
	for i, u := range v.Ledger.Units {
		known, _ := v.Roster.Unit(u.Name)
		s := standing{number: i + 1, of: u, contact: known.Contact, phone: known.Phone, files: strings.Join(u.Files, "\n"), tally: v.problems[u.Name], score: scores[u.Name]}
		var words []string
		for _, d := range verdicts[u.Name] {
			words = append(words, word(v.Layout.Words.Verdict, string(d)))
		}
		s.verdict = strings.Join(words, "、")
		s.missing = finding.ItemTexts(u.Missing)
		if n := len(u.Missing); n > 3 && n == len(u.Required) {
			s.missing = fill(v.Layout.Words.All, map[string]string{"number": itoa(n)})
		}
		if u.Late {
			s.late = v.Layout.Words.Yes
		}
		if u.Expected && !u.Reported {
			s.fill = v.Layout.Colours["missing"]
			if s.verdict == "" {
				s.verdict = v.Layout.Words.Missing
			}
		}
		out = append(out, s)
	}
	return out
}

// verdicts lists the verdicts on each unit's sheets, and on files without sheets
// that are known to be its own, in the order they came and each once.
func (v *view) verdicts() map[string][]finding.Verdict {
	return v.verdictsOf(func(check.File, string) bool { return true })
}

// verdictsOf leaves out the files that do not matter for a unit.
func (v *view) verdictsOf(matters func(f check.File, unit string) bool) map[string][]finding.Verdict {
	out := map[string][]finding.Verdict{}
	for _, f := range v.Files {
		eachVerdict(f, func(unit string, d finding.Verdict) {
			if unit != "" && d != "" && !slices.Contains(out[unit], d) && matters(f, unit) {
				out[unit] = append(out[unit], d)
			}
		})
	}
	return out
}

func eachVerdict(f check.File, tell func(unit string, d finding.Verdict)) {
	for _, s := range f.Sheets {
		tell(s.Unit, s.Verdict)
	}
	if len(f.Sheets) == 0 {
		tell(f.Unit, f.Verdict)
	}
}
