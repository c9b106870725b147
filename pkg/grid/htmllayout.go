package grid

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// withoutLayout gives a page in which tables that only arrange other tables are
// blocks: the programs of offices put the table with the data into the cell of
// another. A table is such a one when it holds a table of two rows and columns at
// least, and never has text of its own in three cells of a row.
func withoutLayout(text string) string {
	var survey layoutSurvey
	walkTables(text, &survey)
	if !survey.found {
		return text
	}
	blocks := layoutBlocks{layout: survey.layout}
	blocks.out.Grow(len(text))
	walkTables(text, &blocks)
	return blocks.out.String()
}

// tableVisitor sees the tokens of a page, with the number of the innermost table
// that is open, -1 outside; that of a table's own tags is its own.
type tableVisitor interface {
	see(kind html.TokenType, tag string, table int, raw []byte)
}

var tableParts = map[string]bool{"table": true, "tbody": true, "thead": true, "tfoot": true, "tr": true, "td": true, "th": true, "col": true, "colgroup": true, "caption": true}

func walkTables(text string, v tableVisitor) {
	z := html.NewTokenizer(strings.NewReader(text))
	var open []int
	count := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		raw := z.Raw()
		tag := ""
		if kind == html.StartTagToken || kind == html.EndTagToken || kind == html.SelfClosingTagToken {
			raw = bytes.Clone(raw) // the name is made lower case in place
			name, _ := z.TagName()
			tag = string(name)
		}
		if tag == "table" && kind == html.StartTagToken {
			open = append(open, count)
			count++
		}
		table := -1
		if len(open) > 0 {
			table = open[len(open)-1]
		}
		v.see(kind, tag, table, raw)
		if tag == "table" && kind == html.EndTagToken && len(open) > 0 {
			open = open[:len(open)-1]
		}
	}
}

// layoutSurvey finds the tables that arrange others.
type layoutSurvey struct {
	layout []bool
	found  bool
	open   []*surveyed
	mute   string // the script or style that is open
}

type surveyed struct {
	number             int
	rows, cells, most  int
	filled, mostFilled int
	full               int  // rows with three cells filled, or more
	text               bool // in the cell that is open
	holdsData          bool
	holds              bool // the row that is open holds a table with data
	beside             bool // such a row says something beside it
}

func (s *layoutSurvey) see(kind html.TokenType, tag string, table int, raw []byte) {
	switch {
	case tag == "script" || tag == "style":
		if s.mute = tag; kind != html.StartTagToken {
			s.mute = ""
		}
	case tag == "table" && kind == html.StartTagToken:
		s.layout = append(s.layout, false)
		s.open = append(s.open, &surveyed{number: table})
	case len(s.open) == 0:
	case tag == "table" && kind == html.EndTagToken:
		s.close()
	case kind == html.StartTagToken && tag == "tr":
		s.open[len(s.open)-1].row()
	case kind == html.StartTagToken && (tag == "td" || tag == "th"):
		s.open[len(s.open)-1].cell()
	case (tag == "input" || tag == "textarea") && kind != html.EndTagToken && !hiddenInput.Match(raw),
		kind == html.TextToken && s.mute == "" && len(bytes.TrimSpace(bytes.ReplaceAll(raw, []byte("&nbsp;"), nil))) > 0:
		s.open[len(s.open)-1].fill()
	}
}

var hiddenInput = regexp.MustCompile(`(?i)type\s*=\s*["']?hidden`)

func (t *surveyed) fill() {
	if !t.text {
		t.text = true
		t.filled++
		t.mostFilled = max(t.mostFilled, t.filled)
	}
}

func (t *surveyed) row() {
	t.endRow()
	t.rows++
}

func (t *surveyed) endRow() {
	if t.filled >= 3 {
		t.full++
	}
	t.beside = t.beside || t.holds && t.filled > 1
	t.cells, t.filled, t.text, t.holds = 0, 0, false, false
}

// arranges: a table of a page's frame has few filled cells, but for a row of links
// perhaps, and the table with data alone in its row.
func (t *surveyed) arranges() bool {
	return t.holdsData && (t.mostFilled < 3 || t.full <= 1 && !t.beside)
}

func (t *surveyed) cell() {
	t.cells++
	t.most, t.text = max(t.most, t.cells), false
}

func (s *layoutSurvey) close() {
	t := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	t.endRow()
	if t.arranges() {
		s.layout[t.number], s.found = true, true
	}
	if n := len(s.open); n > 0 && (t.holdsData || t.rows >= 2 && t.most >= 2) {
		s.open[n-1].holdsData, s.open[n-1].holds = true, true
	}
}

// layoutBlocks writes the page with those tables as blocks.
type layoutBlocks struct {
	layout []bool
	out    strings.Builder
}

func (b *layoutBlocks) see(kind html.TokenType, tag string, table int, raw []byte) {
	switch {
	case table < 0 || !tableParts[tag] || !b.layout[table]:
		b.out.Write(raw)
	case kind == html.EndTagToken:
		b.out.WriteString("</div>")
	case tag == "td" || tag == "th" || tag == "tr" || tag == "table":
		b.out.WriteString("<div")
		b.out.Write(raw[1+len(tag):]) // with its style
	}
}
