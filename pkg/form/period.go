package form

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zwgk/pkg/value"
)

// period is a part of the year with the words for it (words.yaml).
type period struct {
	Kind   string
	Number int
	Words  []string
}

func (p period) same(q period) bool { return p.Kind == q.Kind && p.Number == q.Number }

var (
	monthSpan   = regexp.MustCompile(`(\d{1,2})月?(?:至|到|-|~)(\d{1,2})月`)
	statedYear  = regexp.MustCompile(`(20\d{2})(?:年|[-~至](?:20\d{2})?|度)`)
	chineseYear = regexp.MustCompile(`二[〇零○]([〇零○一二三四五六七八九]{2})年`)
)

// foldPeriod folds a text so that 1月至6月 and 1—6月 are the same, and takes
// exact days out of it: 2019年7月5日 states no period.
func foldPeriod(s string) string {
	s = exactDay.ReplaceAllString(value.Fold(s), "|")
	return monthSpan.ReplaceAllString(s, "$1-${2}月")
}

// findRound reads which round the sheet says it is of: the stamp, else
// what stands beside a label if that is another one, else the title and the lines
// above the table that state one.
func (s *sheetReader) findRound() {
	f := s.form
	stated, labelled := s.statements()
	for _, t := range stated {
		for _, y := range years(t.Written) {
			if !slices.Contains(f.Years, y) {
				f.Years = append(f.Years, y)
			}
		}
	}
	if f.Stamp != nil && f.Stamp.Round != "" {
		f.Round, f.RoundText = s.stampedRound(f.Stamp.Round)
		return
	}
	if i := slices.IndexFunc(labelled, func(t Text) bool { return s.otherRound(t.Written) != "" }); i >= 0 {
		f.Round, f.RoundText = s.otherRound(labelled[i].Written), labelled[i]
		return
	}
	if s.ctx.Year != 0 && len(f.Years) > 0 && !slices.Contains(f.Years, s.ctx.Year) {
		i := slices.IndexFunc(stated, func(t Text) bool { return len(years(t.Written)) > 0 })
		f.Round, f.RoundText = "?"+strconv.Itoa(f.Years[0])+"年", stated[i]
		return
	}
	for _, t := range stated {
		if id := s.roundIn(t.Written); id != "" {
			f.Round, f.RoundText = id, t
			return
		}
	}
	if len(f.Years) == 0 {
		s.yearOfFile()
	}
}

// otherRound is the year or round that a text beside a label (报送期) names, if it is not the one being
// read: "?" and the words, or the ID. The title does not outweigh it: people leave the title of the
// blank as it is.
func (s *sheetReader) otherRound(text string) string {
	if named := years(text); s.ctx.Year != 0 && len(named) > 0 && !slices.Contains(named, s.ctx.Year) {
		return "?" + strconv.Itoa(named[0]) + "年"
	}
	if id := s.roundIn(text); id != s.ctx.Round.ID {
		return id
	}
	return ""
}

// yearOfFile takes the year that the name of the file states, where nothing in the sheet states one
// and the sheet says that it was filled in that year, too. The name alone says too little: people
// save a new form under the name of an old one.
func (s *sheetReader) yearOfFile() {
	stated := years(s.fileName())
	if s.ctx.Year == 0 || len(stated) != 1 || stated[0] == s.ctx.Year {
		return
	}
	if year := strconv.Itoa(stated[0]); strings.HasPrefix(s.form.Signature.FilledDate, year+"-") {
		s.form.Years, s.form.Round, s.form.RoundText = stated, "?"+year+"年", Text{Written: s.fileName()}
	}
}

func (s *sheetReader) stampedRound(id string) (string, Text) {
	i := slices.IndexFunc(s.ctx.Rounds, func(r Round) bool { return r.ID == id })
	if i >= 0 {
		return id, Text{s.ctx.Rounds[i].Name, s.form.Title.Cell}
	}
	if len(s.ctx.Rounds) == 0 || s.wholeYear() && strings.HasPrefix(id, strconv.Itoa(s.ctx.Year)) {
		return "", Text{id, s.form.Title.Cell}
	}
	return "?" + id, Text{id, s.form.Title.Cell}
}

// maxStatement is how long a line may be that states a round without a label.
const maxStatement = 20

// statements lists the texts that may state year and round, the title first, and those of them that
// stand beside a label.
func (s *sheetReader) statements() (out, beside []Text) {
	if s.form.Title.Written != "" {
		out = append(out, s.form.Title)
	}
	for _, l := range append(s.paragraphs(s.index), s.linesAbove()...) {
		if l.ref == s.form.Title.Cell {
			continue
		}
		labels := s.spec.labels.in(l.text)
		switch {
		case len(labels) > 0:
			for i, f := range labels {
				if f.name != "round" {
					continue
				}
				t := Text{f.value, l.ref}
				if f.value == "" && i == len(labels)-1 && l.row > 0 {
					t = s.valueBeside(l)
				}
				out, beside = append(out, t), append(beside, t)
			}
		case utf8.RuneCountInString(value.Squeeze(l.text)) <= maxStatement && !strings.ContainsAny(l.text, ":："):
			out = append(out, Text{l.text, l.ref})
		}
	}
	return out, beside
}

// years lists the years that a text states.
func years(text string) []int {
	folded := foldPeriod(text)
	folded = chineseYear.ReplaceAllStringFunc(folded, func(m string) string {
		n, _ := value.Number(strings.TrimSuffix(m, "年"))
		return strconv.Itoa(n) + "年"
	})
	var out []int
	for _, m := range statedYear.FindAllStringSubmatchIndex(folded, -1) {
		if m[0] > 0 && folded[m[0]-1] >= '0' && folded[m[0]-1] <= '9' {
			continue
		}
		y, _ := strconv.Atoi(folded[m[2]:m[3]])
		out = append(out, y)
		// 2018-2019年: the second year stands within the match.
		if rest := folded[m[3]:m[1]]; len(rest) >= 5 {
			if y, err := strconv.Atoi(rest[len(rest)-4:]); err == nil {
				out = append(out, y)
			}
		}
	}
	return out
}

// roundIn gives the round that a text names: its ID, "?" and the words when it
// is none of the project's, "" when it names none or leaves a doubt.
func (s *sheetReader) roundIn(text string) string {
	rest := foldPeriod(text)
	var hits []Round
	for _, r := range s.roundsByName() {
		name := foldPeriod(r.Name)
		if name != "" && holds(rest, name) {
			hits = append(hits, r)
			rest = strings.ReplaceAll(rest, name, "|")
		}
	}
	found, unknown := s.spec.periodsIn(rest), ""
	for _, p := range found {
		known := false
		for _, r := range s.ctx.Rounds {
			if s.spec.periodOf(r).same(p) {
				hits, known = append(hits, r), true
			}
		}
		if !known && unknown == "" {
			unknown = p.Words[0]
		}
	}
	switch {
	case slices.ContainsFunc(hits, func(r Round) bool { return r.ID == s.ctx.Round.ID }):
		return s.ctx.Round.ID
	case len(hits) > 0:
		return single(hits)
	case unknown == "" || len(s.ctx.Rounds) == 0 || s.wholeYear():
		return ""
	}
	return "?" + unknown
}

// single gives the one round that the hits agree on, leaving a whole year aside
// for something shorter.
func single(hits []Round) string {
	shorter := slices.DeleteFunc(slices.Clone(hits), func(r Round) bool { return r.Kind == "year" })
	if len(shorter) == 0 {
		shorter = hits
	}
	for _, r := range shorter {
		if r.ID != shorter[0].ID {
			return ""
		}
	}
	return shorter[0].ID
}

// wholeYear tells that the only round is the whole year: every period lies in it.
func (s *sheetReader) wholeYear() bool {
	if len(s.ctx.Rounds) != 1 {
		return false
	}
	r := s.ctx.Rounds[0]
	return strings.HasSuffix(r.Start, "-01-01") && strings.HasSuffix(r.AsOf, "-12-31")
}

func (s *sheetReader) roundsByName() []Round {
	out := slices.Clone(s.ctx.Rounds)
	slices.SortStableFunc(out, func(a, b Round) int { return len(b.Name) - len(a.Name) })
	return out
}

// periodsIn lists the periods that a folded text names. A word within a longer
// one does not count.
func (s *Spec) periodsIn(text string) []period {
	type word struct {
		folded string
		of     period
	}
	var list []word
	for _, p := range s.words.Periods {
		for _, w := range p.Words {
			list = append(list, word{foldPeriod(w), p})
		}
	}
	slices.SortStableFunc(list, func(a, b word) int { return len(b.folded) - len(a.folded) })
	var out []period
	for _, w := range list {
		if !holds(text, w.folded) {
			continue
		}
		text = strings.ReplaceAll(text, w.folded, "|")
		if !slices.ContainsFunc(out, w.of.same) {
			out = append(out, w.of)
		}
	}
	return out
}

// holds tells whether the text has the word, not as the tail of a number: 6月
// is not in 16月.
func holds(text, word string) bool {
	i := strings.Index(text, word)
	if i < 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(word)
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	return !(unicode.IsDigit(first) && unicode.IsDigit(before))
}

// periodOf is the part of the year that a round is: by its name, else by its
// kind and last day.
func (s *Spec) periodOf(r Round) period {
	if named := s.periodsIn(foldPeriod(r.Name)); len(named) == 1 {
		return named[0]
	}
	month := 0
	if d, ok := value.ParseDate(r.AsOf, 0); ok {
		month = d.Month
	}
	switch r.Kind {
	case "year":
		return period{Kind: "year", Number: 1}
	case "half":
		return period{Kind: "half", Number: (month + 5) / 6}
	case "quarter":
		return period{Kind: "quarter", Number: (month + 2) / 3}
	}
	return period{Kind: r.Kind, Number: month}
}
