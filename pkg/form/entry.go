package form

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// entry reads a row of the form: what is written, where, and what it means.
func (s *sheetReader) entry(r *row) Entry {
	e := Entry{Row: r.number, Written: map[string]string{}, Cells: map[string]string{}}
	m := r.settled
	e.Item, e.ItemHow, e.Options, e.Numbered = m.id, m.how, m.options, m.other
	for _, c := range r.head.columns {
		switch {
		case c.field == fieldKey, c.field == fieldGuide, r.head.isTick(c.col):
		case c.field == "":
			s.extra(&e, r, c)
		default:
			e.Cells[c.field] = s.place(r, c.col)
			if at := r.cells[c.field]; at != nil && !r.head.isTick(at.Col) {
				e.Cells[c.field] = at.Ref()
				if at.External && s.spec.units(c.field) {
					e.External = append(e.External, c.field)
				}
			}
			if t := r.text(c.field); t != "" {
				e.Written[c.field] = t
			} else if at := r.cells[c.field]; at != nil && at.Unstored && s.spec.units(c.field) {
				e.Unstored = append(e.Unstored, c.field)
			}
		}
	}
	clear := s.readTicks(&e, r)
	s.strays(&e, r)
	s.understand(&e, r, clear)
	e.Hidden = r.hidden()
	e.Empty = len(e.Unstored) == 0 && (!s.filled(r) || s.asPrefilled(&e))
	return e
}

// place names the cell that holds the value of a row in a column: the top left
// of a merge.
func (s *sheetReader) place(r *row, col int) string {
	top, left := s.sheet.TopLeft(r.number, col)
	if top <= r.head.end {
		top, left = r.number, col
	}
	return grid.Ref(top, left)
}

// extra keeps the value of a column that means nothing to the spec.
func (s *sheetReader) extra(e *Entry, r *row, c headColumn) {
	if at := s.applying(r.number, c.col, r.head.end); at != nil && !value.Blank(at.Text) {
		e.keep(c.name, at)
	}
}

// strays keeps what stands in columns without any header.
func (s *sheetReader) strays(e *Entry, r *row) {
	for _, c := range r.own {
		if !slices.ContainsFunc(r.head.columns, func(h headColumn) bool { return h.col == c.Col }) {
			e.keep(strings.TrimRight(c.Ref(), "0123456789")+"列", c)
		}
	}
}

// keep puts a value under its header; a header that occurs twice is told apart
// by the column.
func (e *Entry) keep(name string, c *grid.Cell) {
	if e.Extra == nil {
		e.Extra, e.ExtraAt = map[string]string{}, map[string]string{}
	}
	if _, taken := e.Extra[name]; taken {
		name += "（" + strings.TrimRight(c.Ref(), "0123456789") + "列）"
	}
	e.Extra[name], e.ExtraAt[name] = c.Text, c.Ref()
}

func (s *sheetReader) understand(e *Entry, r *row, clear bool) {
	e.Status = s.spec.StatusOf(e.Written[FieldStatus])
	if !clear {
		e.Status = UnknownStatus
	}
	e.Progress = s.spec.ProgressOf(stored(r.cells[FieldProgress]), e.Status)
	s.progressInStatus(e)
	e.Date = s.spec.date(r.cells[FieldDate], s.ctx.Year)
	e.Links = linksIn(r.cells[FieldLinks])
	s.shareColumn(e, r)
}

// A share behind a status, in brackets or behind a mark: 已完成（85%）, 正在推进，60%.
var (
	noteOfStatus = regexp.MustCompile(`[（(]\s*([^（）()]*[%％])\s*[)）]\s*$`)
	endOfStatus  = regexp.MustCompile(`[，,；;：:]?\s*([\d０-９]+(?:[.．][\d０-９]+)?\s*[%％])[\s。；;]*$`)
)

// shareOfStatus is the share in a text for a status, "" without one: the whole text when it is
// nothing but a share (已完成八成).
func (s *Spec) shareOfStatus(written string, status Status) string {
	for _, r := range []*regexp.Regexp{noteOfStatus, endOfStatus} {
		if m := r.FindStringSubmatch(written); m != nil {
			return m[1]
		}
	}
	if status == Ongoing && value.ParsePercent(written).Kind != "bad" {
		return written
	}
	found := ""
	for _, c := range strings.FieldsFunc(written, func(r rune) bool { return strings.ContainsRune(",，;；、", r) }) {
		if _, ok := shareIn(c); ok {
			if found != "" {
				return ""
			}
			found = strings.TrimSpace(c)
		}
	}
	return found
}

// progressInStatus takes the progress from the cell of the status where no other is written.
func (s *sheetReader) progressInStatus(e *Entry) {
	if e.Status == UnknownStatus || !value.Blank(e.Written[FieldProgress]) {
		return
	}
	share := s.spec.shareOfStatus(e.Written[FieldStatus], e.Status)
	p := s.spec.ProgressOf(share, e.Status)
	if p.Percent == "" {
		return
	}
	e.Progress, e.Written[FieldProgress] = p, share
	if e.Cells[FieldProgress] == "" {
		e.Cells[FieldProgress] = e.Cells[FieldStatus]
	}
}

// shareColumn: a column for links or evidence (公开链接/佐证材料) holds evidence
// where no address stands in it.
func (s *sheetReader) shareColumn(e *Entry, r *row) {
	for _, c := range r.head.columns {
		if c.field != FieldLinks || !slices.Contains(c.match.fields, FieldEvidence) || e.Cells[FieldEvidence] != "" {
			continue
		}
		e.Cells[FieldEvidence] = e.Cells[FieldLinks]
		if len(e.Links) == 0 && e.Written[FieldLinks] != "" {
			e.Written[FieldEvidence] = e.Written[FieldLinks]
			delete(e.Written, FieldLinks)
		}
	}
}

// stored is a progress as the cell holds it: a number format may show 0.85 as 1,
// and 99.6% as 100%. Digits that only binary fractions have are rounded off.
func stored(c *grid.Cell) string {
	if c == nil {
		return ""
	}
	n, err := decimal.NewFromString(c.Raw)
	if c.Type != grid.Number || err != nil || value.Blank(c.Text) {
		return c.Text
	}
	shown, percent := strings.CutSuffix(strings.TrimSpace(c.Text), "%")
	if percent && shows(shown, n.Shift(2)) {
		return n.Shift(2).Round(6).String() + "%"
	}
	if percent { // the format only writes the sign: 0"%"
		return n.Round(6).String() + "%"
	}
	return n.Round(8).String()
}

// shows tells whether a text may show a number, rounded to its places. What is
// not understood may.
func shows(text string, n decimal.Decimal) bool {
	v, err := decimal.NewFromString(strings.TrimSpace(strings.ReplaceAll(text, ",", "")))
	return err != nil || v.Sub(n).Abs().LessThanOrEqual(decimal.New(5, v.Exponent()-1))
}

var (
	percentNoted = regexp.MustCompile(`^([^()]+)\([^()%]*\)$`)                                                                        // 50%（上半年）
	percentThen  = regexp.MustCompile(`^(?:序时进度|截[至止](?:目前|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|底|末))),?((?:已?完成)?\d{1,3}(?:\.\d+)?%)$`) // 截至6月30日60%
	percentBelow = regexp.MustCompile(`^(?:(?:不到|不足|低于|小于|接近|将近|近|<)(?:\d{1,3}(?:\.\d+)?%|[一二三四五六七八九十]成)|(?:\d{1,3}(?:\.\d+)?%|[一二三四五六七八九]成)(?:以下|不到)|(?:超|超过|高于|快于|低于|落后|滞后)序时进度\d{1,3}(?:\.\d+)?(?:%|个百分点))$`)
	percentRange = regexp.MustCompile(`^\d{1,3}(?:\.\d+)?%?(?:[-~]|至|到)\d{1,3}(?:\.\d+)?%$`) // 60-70%
)

// A share is so many of so many: 7/12, 完成3项/5项, 三分之二.
var (
	share      = regexp.MustCompile(`^(?:已|已经)?(?:完成)?(\d{1,3})[项件个条]?/(\d{1,3})[项件个条]?$`)
	shareWords = regexp.MustCompile(`^(?:已|已经)?(?:完成)?([一二三四五六七八九十]{1,3})分之([一二三四五六七八九十]{1,3})$`)
)

// shareOf reads a share, false for other texts.
func shareOf(folded string) (Progress, bool) {
	var n, of int
	if m := share.FindStringSubmatch(folded); m != nil {
		n, _ = strconv.Atoi(m[1])
		of, _ = strconv.Atoi(m[2])
	} else if m := shareWords.FindStringSubmatch(folded); m != nil {
		n, _ = value.Number(m[2])
		of, _ = value.Number(m[1])
	} else {
		return Progress{}, false
	}
	if of == 0 || n > of {
		return Progress{Kind: "bad"}, true
	}
	return Progress{decimal.NewFromInt(int64(100*n)).DivRound(decimal.NewFromInt(int64(of)), 1).String(), "fraction"}, true
}

// vaguely tells of words that say roughly how far it is, without a number.
func (s *Spec) vaguely(folded string) bool {
	return !strings.ContainsAny(folded, "0123456789") && slices.ContainsFunc(s.words.VagueParts, func(w string) bool { return strings.Contains(folded, value.Fold(w)) })
}

// ProgressOf understands a progress as written. A bare 1 follows the status: all
// of it when the item is done, else one percent.
func (s *Spec) ProgressOf(written string, status Status) Progress {
	if value.Blank(written) {
		return Progress{}
	}
	folded := strings.Trim(value.Fold(written), closing)
	p := value.ParsePercent(strings.TrimRightFunc(written, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(closing, r) }))
	for _, r := range []*regexp.Regexp{percentNoted, percentThen} {
		if m := r.FindStringSubmatch(folded); p.Kind == "bad" && m != nil {
			p = value.ParsePercent(m[1])
		}
	}
	if p.Kind == "bad" {
		if share, ok := shareOf(folded); ok {
			return share
		}
	}
	switch {
	case p.Kind == "bad" && (percentRange.MatchString(folded) || percentBelow.MatchString(folded) || s.vaguely(folded)):
		return Progress{Kind: "vague"}
	case p.Kind == "one" && status == Done:
		return Progress{"100", "percent"}
	case p.Kind == "one":
		return Progress{"1", "percent"}
	case p.Kind == "": // nothing but a mark: 。
		return Progress{Kind: "bad"}
	case p.Kind != "bad":
		return Progress{p.Value.String(), p.Kind}
	case slices.ContainsFunc(s.words.Vague, func(w string) bool { return value.Fold(w) == folded }):
		return Progress{Kind: "vague"}
	}
	switch s.statuses.exact[folded] {
	case Done:
		return Progress{"100", "words"}
	case NotStarted:
		return Progress{"0", "words"}
	case NotApplicable, Ongoing:
		return Progress{Kind: "vague"}
	}
	return Progress{Kind: "bad"}
}

// DateOf understands a completion date written as text, with the year where the
// text has none.
func (s *Spec) DateOf(written string, year int) Date {
	return s.date(&grid.Cell{Type: grid.Text, Text: written}, year)
}

// LinksOf lists the web addresses in a text, each once.
func LinksOf(written string) []string { return linksIn(&grid.Cell{Text: written}) }

// date understands a completion date: a date cell by what it holds, a text by
// its words. 6月底 is the month; words for no date are no mistake.
func (s *Spec) date(c *grid.Cell, year int) Date {
	if c == nil || value.Blank(c.Text) {
		return Date{}
	}
	text := c.Text
	switch {
	case c.Type == grid.Date:
		text = c.Raw
	case c.Type == grid.Number && lostZero.MatchString(c.Text):
		return shortened(c.Text, year)
	case c.Type == grid.Number && serialDay.MatchString(c.Raw):
		n, _ := strconv.Atoi(c.Raw) // a day that lost its format: the serial number of 2009 to 2064
		return Date{ISO: time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
	}
	text = completed.ReplaceAllString(text, "$1")
	if m := shortYear.FindStringSubmatch(value.Fold(text)); m != nil && year > 0 && m[1] == fmt.Sprintf("%02d", year%100) {
		text = strconv.Itoa(year) + strings.TrimPrefix(value.Fold(text), m[1])
	}
	if m := monthNamed.FindStringSubmatch(value.Fold(text)); m != nil && year > 0 && m[2] == fmt.Sprintf("%02d", year%100) {
		text = m[1] + strconv.Itoa(year)
	}
	folded := yearBefore.ReplaceAllString(strings.Trim(value.Fold(text), closing), "")
	if s.noDate[folded] || s.noDate[monthsOfYear.ReplaceAllString(strings.Trim(value.Fold(text), closing), "$1-${2}月")] {
		return Date{}
	}
	for _, w := range s.words.ThisYear {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(text), w); ok && year > 0 {
			text = rest
		}
	}
	if m := packedMonth.FindString(folded); m != "" {
		text = m[:4] + "-" + m[4:]
	}
	d, found := value.ParseDate(text, year)
	for _, bare := range []string{s.bareMonth(strings.Trim(value.Fold(text), closing)), s.bareDay(text), s.bareDay(until(text, year))} {
		if !found && bare != "" {
			d, found = value.ParseDate(bare, year)
		}
	}
	if !found || !d.Exists() {
		return Date{Bad: true}
	}
	return Date{ISO: d.String()}
}

var (
	serialDay = regexp.MustCompile(`^[45]\d{4}$`)
	completed = regexp.MustCompile(`([\d日号月前底])(?:已|全部)?(?:完成|办结)[。.]?$`)

	packedMonth = regexp.MustCompile(`^20(?:1[3-9]|[2-9]\d)(?:0[1-9]|1[0-2])$`) // 201905, which can be no day of the year 20
	monthsOnly  = regexp.MustCompile(`^(\d{1,2})(?:[-~]|至|到)(\d{1,2}月)$`)       // 1-5月

	shortYear  = regexp.MustCompile(`^(\d{2})[./-]\d{1,2}[./-]\d{1,2}$`) // 19.6.20 in 2019
	monthNamed = regexp.MustCompile(`^(\d{1,2}-?[a-z]{3,9}-?)(\d{2})$`)  // 20-Jun-19 in 2019, as Excel shows a day

	monthsOfYear = regexp.MustCompile(`^\d{4}[年./](\d{1,2})(?:[-~]|至|到)(\d{1,2})月?$`) // 2019.1-6
)

var (
	yearBefore = regexp.MustCompile(`^\d{4}年`)
	dateNote   = regexp.MustCompile(`[(（][^()（）]*[)）]\s*$`)
	fromUntil  = regexp.MustCompile(`^([^~～—–至到]+)(?:~|～|—+|–|至|到)([^~～—–至到]+)$`)
	fromHyphen = regexp.MustCompile(`^([^-]+)-([^-]+)$`) // 6月20日-6月28日
)

// bareDay takes words before and behind a day away: 已于6月28日完成, 2019年6月28日（网站公开）.
func (s *Spec) bareDay(text string) string {
	text = strings.TrimSpace(dateNote.ReplaceAllString(strings.TrimSpace(text), ""))
	for _, w := range s.words.DateHeads {
		if rest, ok := strings.CutPrefix(text, w); ok {
			text = rest
			break
		}
	}
	for _, w := range s.words.DateTails {
		if rest, ok := strings.CutSuffix(text, w); ok {
			text = rest
			break
		}
	}
	return text
}

// until is the end of a period from one date to another, "" for other texts.
func until(text string, year int) string {
	if m := monthsOnly.FindStringSubmatch(value.Fold(text)); m != nil {
		if first, ok := value.ParseDate(m[1]+"月", year); ok && first.Possible() {
			return m[2]
		}
	}
	m := fromUntil.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		m = fromHyphen.FindStringSubmatch(value.Fold(text))
	}
	if m == nil {
		return ""
	}
	first, ok := value.ParseDate(m[1], year)
	if !ok || !first.Possible() {
		return ""
	}
	if last, ok := value.ParseDate(m[2], first.Year); ok && last.Possible() {
		if last.Last().String() < first.First().String() {
			return ""
		}
		return last.String()
	}
	return m[2]
}

// lostZero is a number that may have been typed with a zero at its end, which a
// number does not keep: 6.3 is 6.3 or 6.30, 2019.1 is 2019.1 or 2019.10.
var lostZero = regexp.MustCompile(`^(?:\d{1,2}\.[123]|\d{4}\.1)$`)

// shortened understands such a number as far as it is sure: the month of 6.3.
func shortened(text string, year int) Date {
	month, _, _ := strings.Cut(text, ".")
	d, found := value.ParseDate(month+"月", year)
	if len(month) == 4 || !found || !d.Possible() {
		return Date{Bad: true}
	}
	return Date{ISO: d.String()}
}

// bareMonth takes 底, 上旬 and the like off a month.
func (s *Spec) bareMonth(folded string) string {
	for _, w := range s.words.MonthTails {
		if month, ok := strings.CutSuffix(folded, w); ok && strings.HasSuffix(month, "月") {
			return month
		}
	}
	return folded
}

// webAddress ends where Chinese text or a closing mark begins: addresses in
// forms are run together with words around them.
var webAddress = regexp.MustCompile(`(?i)https?://[^\s\p{Han}，。；、：！？）】》”’“‘（【《"'<>　]+`)

// bareAddress is an address without http://, as people copy it: www.a.gov.cn/x, a.gov.cn/x. A
// mailbox is none, and neither is a mere name.
var bareAddress = regexp.MustCompile(`(?i)(?:^|[\s\p{Han}，。；：、（("])((?:www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:gov|com|net|org|edu)(?:\.cn)?/)[^\s\p{Han}，。；、：！？）】》”’“‘（【《"'<>　]*)`)

var (
	gap  = regexp.MustCompile(`(?i)(https?://[a-z0-9.:-]+)[ 　]+/`) // a space that slipped in
	gaps = regexp.MustCompile(`(?i)(https?://[a-z0-9.:-]+/(?:[^\s　]*/)?)[ 　]+([\w%-]+(?:/[\w%./?=&-]*|\.(?:s?html?|jspx?|aspx?|php|pdf|docx?)\b))`)
	host = regexp.MustCompile(`(?i)^https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:[/?#]|$)`) // of a site that others can reach by name
)

// linksIn lists the web addresses in a cell, each once, those without http:// with it; without
// one in the text, the target of the cell's hyperlink.
func linksIn(c *grid.Cell) []string {
	if c == nil {
		return nil
	}
	var out []string
	text := gaps.ReplaceAllString(gap.ReplaceAllString(c.Text, "$1/"), "$1$2")
	found := webAddress.FindAllString(text, -1)
	for _, m := range bareAddress.FindAllStringSubmatch(webAddress.ReplaceAllString(text, " "), -1) {
		found = append(found, "http://"+m[1])
	}
	for _, link := range found {
		link = strings.TrimRight(link, ".,;:!?)]}")
		if host.MatchString(link) && !slices.Contains(out, link) {
			out = append(out, link)
		}
	}
	if len(out) == 0 && webAddress.MatchString(c.Link()) {
		out = append(out, c.Link())
	}
	return out
}

// asPrefilled tells whether the unit left the row as the office had filled it in.
func (s *sheetReader) asPrefilled(e *Entry) bool {
	before := s.prefill[e.Item]
	if e.Item == "" || len(before) == 0 {
		return false
	}
	for _, c := range s.spec.columns {
		if c.Office || e.Cells[c.Field] == "" {
			continue
		}
		if !s.sameValue(c.Field, e.Written[c.Field], before[c.Field]) {
			return false
		}
	}
	return true
}

// sameValue compares two values of a field, also when one is shown in another
// number format.
func (s *sheetReader) sameValue(field, a, b string) bool {
	if value.Squeeze(a) == value.Squeeze(b) || value.Blank(a) && value.Blank(b) {
		return true
	}
	switch field {
	case FieldProgress:
		p, q := value.ParsePercent(a), value.ParsePercent(b)
		return p.Kind != "bad" && q.Kind != "bad" && p.Kind != "" && q.Kind != "" && p.Value.Equal(q.Value)
	case FieldDate:
		d, ok := value.ParseDate(a, s.ctx.Year)
		other, too := value.ParseDate(b, s.ctx.Year)
		return ok && too && d == other
	}
	return false
}
