package form

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zwgk/pkg/intake"
	"zwgk/pkg/roster"
	"zwgk/pkg/value"
)

// names knows how units are called, to find their names inside a longer text.
type names struct {
	roster *roster.Roster
	list   []unitName // longest first
}

type unitName struct{ folded, unit string }

// minName is the length below which a name inside a text may be chance.
const minName = 3

func newNames(r *roster.Roster) *names {
	n := &names{roster: r}
	if r == nil {
		return n
	}
	for _, u := range r.Units {
		for _, name := range append([]string{u.Name, u.Full}, u.Aliases...) {
			if folded := value.Fold(name); utf8.RuneCountInString(folded) >= minName {
				n.list = append(n.list, unitName{folded, u.Name})
			}
		}
	}
	slices.SortStableFunc(n.list, func(a, b unitName) int { return len(b.folded) - len(a.folded) })
	return n
}

func (n *names) resolve(written string) roster.Match {
	if n.roster == nil || value.Blank(written) {
		return roster.Match{}
	}
	return n.roster.Resolve(written)
}

// inside finds the one unit whose name stands in the text; "" when there is
// none or more than one. A name within a longer name does not count.
func (n *names) inside(text string) string {
	text = value.Fold(text)
	unit := ""
	for _, name := range n.list {
		if !strings.Contains(text, name.folded) {
			continue
		}
		if unit != "" && unit != name.unit {
			return ""
		}
		unit = name.unit
		text = strings.ReplaceAll(text, name.folded, "|")
	}
	return unit
}

// findUnit asks the sources in their order. The first that resolves counts;
// candidates come from the first that has some when none does.
func (s *sheetReader) findUnit() {
	f := s.form
	add := func(n UnitName) {
		f.UnitNames = append(f.UnitNames, n)
		if f.Unit == "" && n.Unit != "" {
			f.Unit, f.UnitHow = n.Unit, n.How
		}
	}
	if f.Stamp != nil && f.Stamp.Unit != "" {
		add(UnitName{"stamp", f.Stamp.Unit, "", s.names.resolve(f.Stamp.Unit).Unit})
	}
	for _, t := range s.statedUnits() {
		add(UnitName{"cell", t.Written, t.Cell, s.names.resolve(t.Written).Unit})
	}
	if unit := s.names.inside(f.Title.Written); unit != "" {
		add(UnitName{"title", f.Title.Written, f.Title.Cell, unit})
	}
	if unit := s.tabUnit(); unit != "" && f.Unit == "" && !s.stranger {
		add(UnitName{"tab", s.sheet.Name, "", unit})
	}
	if !s.stranger {
		s.unitOutside(add)
	}
	if f.Unit == "" {
		s.candidates()
	}
}

// tabUnit is the unit that the sheet is called by; "" for none. A tab says little: it must be one of
// the unit's names, and counts only where nothing in the sheet names one.
func (s *sheetReader) tabUnit() string {
	if unit := s.names.inside(s.sheet.Name); unit != "" {
		return unit
	}
	if m := s.names.resolve(s.spec.withoutNoise(s.sheet.Name)); m.How == "exact" || m.How == "alias" || m.How == "folded" {
		return m.Unit
	}
	return ""
}

// unitOutside asks what the file came by.
func (s *sheetReader) unitOutside(add func(UnitName)) {
	if n := s.fileUnit(); n.Written != "" {
		add(n)
	}
	if unit := s.folderUnit(); unit != "" {
		add(UnitName{"folder", s.in.File.Folder, "", unit})
	}
	if n := s.senderUnit(); n.Unit != "" {
		add(n)
	}
}

// statedUnits lists each unit that is named beside a label once.
func (s *sheetReader) statedUnits() []Text {
	var out []Text
	if t := s.form.Signature.Unit; t.Written != "" {
		out = append(out, t)
	}
	for _, t := range s.units {
		if t.Written == "" || s.names.resolve(t.Written).Unit == "" {
			continue
		}
		if !slices.ContainsFunc(out, func(o Text) bool { return value.Fold(o.Written) == value.Fold(t.Written) }) {
			out = append(out, t)
		}
	}
	return out
}

func (s *sheetReader) candidates() {
	for _, n := range s.form.UnitNames {
		if m := s.names.resolve(n.Written); len(m.Candidates) > 0 {
			s.form.Candidates = m.Candidates
			return
		}
	}
}

// fileName is the name under which the file came, without its ending.
func (r *reader) fileName() string {
	base := intake.Base(r.in.File.Path)
	return cmp.Or(r.in.SentAs, strings.TrimSuffix(base, path.Ext(base)))
}

// fileUnit is the unit that the file's name means: a known name in it, else
// what is left of it without the usual words.
func (r *reader) fileUnit() UnitName {
	base := r.fileName()
	rest := r.spec.withoutNoise(base)
	if unit := r.names.inside(base); unit != "" {
		return UnitName{"file", rest, "", unit}
	}
	return UnitName{"file", rest, "", r.names.resolve(rest).Unit}
}

// folderUnit looks at the folders, archives and subjects of mails that the file
// lies in, the nearest first.
func (r *reader) folderUnit() string {
	for _, f := range slices.Backward(strings.Split(r.in.File.Folder, "/")) {
		if unit := r.nameUnit(f); unit != "" {
			return unit
		}
	}
	return ""
}

func (r *reader) nameUnit(name string) string {
	if unit := r.names.inside(name); unit != "" {
		return unit
	}
	return r.names.resolve(r.spec.withoutNoise(name)).Unit
}

var address = regexp.MustCompile(`<[^>]*>`)

func (r *reader) senderUnit() UnitName {
	sender := r.in.File.Sender
	return UnitName{"sender", sender, "", r.nameUnit(strings.Trim(address.ReplaceAllString(sender, ""), ` "`))}
}

var insideBrackets = regexp.MustCompile(`[(（【\[〔][^()（）【】\[\]〔〕]*[)）】\]〕]`)

// dateInName is a day in a name, in any of the usual ways, and that it came then.
var dateInName = regexp.MustCompile(`(?:收到?|截至|截止)?(?:\d{4}\s*[-./_年]\s*)?\d{1,2}\s*[-./_月]\s*\d{1,2}\s*[日号]?(?:收到?)?`)

// newLots makes what finds a count with one of the words: 第2批, 二次.
func newLots(words []string) *regexp.Regexp {
	var quoted []string
	for _, w := range words {
		if w != "" {
			quoted = append(quoted, regexp.QuoteMeta(w))
		}
	}
	if quoted == nil {
		return nil
	}
	return regexp.MustCompile(`第?[0-9０-９一二三四五六七八九十两]+\s*(?:` + strings.Join(quoted, "|") + `)`)
}

// withoutNoise takes brackets, dates and lots out of a name, and off both its
// ends numbers, signs and the words that file names are full of.
func (s *Spec) withoutNoise(name string) string {
	name = insideBrackets.ReplaceAllString(name, " ")
	name = dateInName.ReplaceAllString(name, " ")
	if s.lots != nil {
		name = s.lots.ReplaceAllString(name, " ")
	}
	for {
		before := name
		name = strings.TrimFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
		for _, w := range s.words.FileNoise {
			name = strings.TrimSuffix(strings.TrimPrefix(name, w), w)
		}
		if name == before {
			return name
		}
	}
}
