package form

import (
	"regexp"
	"slices"
	"strings"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// A day at the end of a line of the signature, with a gap before it and perhaps the word that the
// sheet was filled in then: 联系电话：8266120　2019年7月3日, 7月1日填.
var (
	dayAtEnd  = regexp.MustCompile(`(?:^|[\s　,，;；)）])((?:\d{4}[\s　]*[年./-][\s　]*)\d{1,2}[\s　]*[月./-][\s　]*\d{1,2}[\s　]*[日号]?|\d{1,2}[\s　]*月[\s　]*\d{1,2}[\s　]*[日号]|[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)[\s　]*(?:填报|填表|填写|制表|填|制)?[。.]?$`)
	notSigned = regexp.MustCompile(`(?:截至|截止|到|至|从|自|于|前|后|[~～—–-])$`) // what a day behind it says something else of
)

// signedAt divides a line into what stands before the day at its end and that day; false when it
// has none of the calendar.
func (s *sheetReader) signedAt(text string) (before, day string, ok bool) {
	text = strings.TrimSpace(text)
	at := dayAtEnd.FindStringSubmatchIndex(text)
	if at == nil {
		return "", "", false
	}
	before, day = strings.TrimRight(text[:at[2]], " 　\t\n"), strings.TrimSpace(text[at[2]:at[3]])
	d, found := value.ParseDate(value.Squeeze(day), s.ctx.Year)
	if !found || !d.Possible() || notSigned.MatchString(before) {
		return "", "", false
	}
	return before, day, true
}

// signedLine takes the day at the end of a line that has labels, none of them for a day or a
// period, or that has but a unit's name before the day. The line is given back without it.
func (s *sheetReader) signedLine(l line, note func(Text)) line {
	before, day, ok := s.signedAt(l.text)
	if !ok || before == "" {
		return l
	}
	labels := s.spec.labels.in(l.text)
	if len(labels) == 0 && s.names.resolve(before).Unit == "" || slices.ContainsFunc(labels, func(f labelled) bool { return f.name == "filled" || f.name == "round" }) {
		return l
	}
	note(Text{day, l.ref})
	l.text = before
	return l
}

// unlabelledDay takes a day of the signature that has no label: the first below the table counts,
// else the first above it.
func (s *sheetReader) unlabelledDay(days []Text) {
	f := &s.form.Signature
	if f.Filled.Written == "" && len(days) > 0 {
		f.Filled = days[0]
	}
}

// dayAlone is a day that stands alone in a cell: 7月1日填.
func (s *sheetReader) dayAlone(l line) (Text, bool) {
	before, day, ok := s.signedAt(l.text)
	return Text{day, l.ref}, ok && before == "" && l.row > 0
}

// phoneBehind is a name with a telephone number behind it: 周敏/8266120.
var phoneBehind = regexp.MustCompile(`^([^\d/／]{1,20}?)[\s　/／,，、;；:：(（]*((?:\d{3,4}[-—－]?)?\d{7,8}|1\d{10})[)）]?$`)

// phoneOfFiller takes the number behind the filler's name where no other is given.
func (s *sheetReader) phoneOfFiller() {
	f := &s.form.Signature
	if m := phoneBehind.FindStringSubmatch(f.Filler.Written); m != nil && f.Phone.Written == "" {
		f.Filler.Written, f.Phone = strings.TrimSpace(m[1]), Text{m[2], f.Filler.Cell}
	}
}

// signedInColumn takes filler and telephone from a column of the table that has their words for a
// header and the same in every row: 填报人及电话.
func (s *sheetReader) signedInColumn() {
	f := &s.form.Signature
	for _, c := range s.head.columns {
		labels := s.spec.labels.in(c.name)
		if c.field != "" || len(labels) == 0 || slices.ContainsFunc(labels, func(l labelled) bool { return l.name != "filler" && l.name != "phone" || l.value != "" }) {
			continue
		}
		at := s.sameInRows(c.col)
		if at == nil {
			continue
		}
		for _, l := range labels {
			into := &f.Filler
			if l.name == "phone" {
				into = &f.Phone
			}
			if into.Written == "" {
				*into, f.Present = Text{strings.TrimSpace(at.Text), at.Ref()}, true
			}
		}
	}
}

// sameInRows is the first cell of a column when the rows of the form hold nothing else in it; nil
// for none.
func (s *sheetReader) sameInRows(col int) *grid.Cell {
	var first *grid.Cell
	for _, r := range s.rows {
		c := s.applying(r.number, col, r.head.end)
		if r.kind != rowEntry || c == nil || value.Blank(c.Text) {
			continue
		}
		if first != nil && value.Fold(first.Text) != value.Fold(c.Text) {
			return nil
		}
		if first == nil {
			first = c
		}
	}
	return first
}
