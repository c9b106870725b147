package project

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/roster"
)

// sentLedger is a file of a roll-up's inbox, and what became of it.
type sentLedger struct {
	file     intake.File
	county   string // "" unknown
	ledger   *countyLedger
	rejected bool
	ignored  string // the sort, see check.File.Sort
	why      string
	stray    bool // no ledger at all: it may be an attachment
	doubted  bool
	findings []finding.Finding
}

// countyLedger is a ledger.json as another project wrote it. That of a roll-up lists its counties.
type countyLedger struct {
	ledgerFile
	Counties []countyBrief `json:"counties"`
}

// countyBrief says in the ledger.json of a roll-up how a county stands.
type countyBrief struct {
	County   string `json:"county"`
	State    string `json:"state"`
	File     string `json:"file"`
	Received string `json:"received"`
	Due      string `json:"due"`
	Late     bool   `json:"late"`
}

// lacking are the counties that a roll-up is without.
func (l *countyLedger) lacking() []string {
	var out []string
	for _, c := range l.Counties {
		if c.State != assess.CountyReported {
			out = append(out, c.County)
		}
	}
	return out
}

// readLedgers reads the files in their order. What all rows together may come to is settled in that order.
func (p *Project) readLedgers(files []intake.File) []*sentLedger {
	var out []*sentLedger
	left := p.Settings.Limits.total()
	for i, f := range files {
		f.Received = p.receivedAt(f)
		s := &sentLedger{file: f}
		p.readLedger(s)
		if s.ledger != nil {
			if n := len(s.ledger.Entries); n > left {
				s.ledger = nil
				p.reject(s, "too_large", tooManyRows("与前面各文件合计，填报行数", p.Settings.Limits.total(), "total").Message, "office")
			} else {
				left -= n
			}
		}
		out = append(out, s)
		p.progress("读取县区台账", i+1, len(files))
	}
	p.sameBytes(out)
	p.attach(out)
	return out
}

// sameBytes settles which of several copies of a ledger is the one: that whose name and place agree with its county. One
// that lies where another county's belongs was sent by mistake.
func (p *Project) sameBytes(list []*sentLedger) {
	counts := map[string]*sentLedger{} // by the path that a copy names
	for _, s := range list {
		counts[s.file.Path] = s
	}
	for _, s := range list {
		of := counts[s.file.SameAs]
		if s.ignored != "same" || of == nil || of.ledger == nil || !of.doubted || p.whoseName(s.file).unit != of.county {
			continue
		}
		p.exchange(s, of)
		counts[of.file.Path] = s
	}
	for _, s := range list {
		of := counts[s.file.SameAs]
		if s.ignored != "same" || of == nil || of.ledger == nil || of.county == "" || of.doubted {
			continue
		}
		if there := p.whoseName(s.file).unit; there != "" && there != of.county {
			s.ignored, s.why, s.rejected, s.county = "", "", true, there
			p.tell(s, finding.Finding{Code: "rollup_other", Value: of.county, Args: map[string]string{"other": of.county, "other_file": of.file.Path}})
		}
	}
}

// exchange makes of a copy the one that counts, and a copy of the other.
func (p *Project) exchange(s, of *sentLedger) {
	kept := *of
	kept.file, kept.doubted, kept.findings = s.file, false, nil
	kept.file.SameAs = ""
	for _, f := range of.findings {
		if f.File = s.file.Path; f.Code != p.Rules.Code("unit_differs") {
			kept.findings = append(kept.findings, f)
		}
	}
	file := of.file
	file.SameAs = s.file.Path
	*of = sentLedger{file: file}
	of.ignore(p.Rules, "same", s.file.Path)
	*s = kept
}

// readLedger reads one file.
func (p *Project) readLedger(s *sentLedger) {
	switch f := s.file; {
	case f.Junk != "":
		s.ignore(p.Rules, f.Junk, "")
		return
	case f.SameAs != "":
		s.ignore(p.Rules, "same", f.SameAs)
		return
	}
	data, err := s.file.Bytes()
	if err != nil {
		s.county = p.whoseName(s.file).unit
		carrier := cmp.Or(s.file.Carrier(), "disk")
		if known := (*intake.Error)(nil); errors.As(err, &known) && known.Inbox {
			carrier = "office"
		}
		e := unreadable(err)
		p.reject(s, string(e.Kind), e.Message, carrier)
		return
	}
	l, no := parseLedger(intake.Base(s.file.Path), data)
	s.ledger = l
	if l != nil {
		p.whose(s)
	} else {
		s.county = p.whoseName(s.file).unit
	}
	switch {
	case no != nil:
		s.stray = no.stray
		p.reject(s, no.check, no.detail, "ledger")
	case l.Year != p.Settings.Year:
		p.reject(s, "", "", "")
		p.tell(s, finding.Finding{Code: "round_differs", Value: strconv.Itoa(l.Year) + "年",
			Args: map[string]string{"where": "台账里的年份（year）", "expected": strconv.Itoa(p.Settings.Year) + "年", "case": "ledger"}})
	case s.rejected:
	default:
		if what := l.contradiction(); what != "" {
			p.reject(s, "corrupt", "内容前后矛盾，"+what, "ledger")
		}
	}
}

func (s *sentLedger) ignore(rules *check.Rules, sort, other string) {
	s.ignored, s.why, s.rejected, s.findings = sort, rules.Ignored(sort, other), false, nil
}

// reject makes a file one that cannot be used, with a finding of the check unless that is "".
// What to do is the rule's to say: of the message only the first sentence is taken.
func (p *Project) reject(s *sentLedger, check, message, carrier string) {
	s.rejected = true
	if check == "" {
		return
	}
	detail, _, _ := strings.Cut(message, "。")
	p.tell(s, finding.Finding{Code: check, Args: map[string]string{"detail": detail, "case": carrier}})
}

// named is a name that says whose a ledger is, and where it stands (rules.yaml words.sources).
type named struct{ how, unit string }

// whoseName asks the name of a file, then the folders, archives and mails that it lies in, the
// nearest first, then the sender.
func (p *Project) whoseName(f intake.File) named {
	for _, n := range p.namesOf(f) {
		if n.unit != "" {
			return n
		}
	}
	return named{"sender", p.Spec.Named(p.Roster, f.Sender)}
}

func (p *Project) namesOf(f intake.File) []named {
	base := intake.Base(f.Path)
	out := []named{{"file", p.Spec.Named(p.Roster, sentAs(strings.TrimSuffix(base, path.Ext(base))))}}
	for _, folder := range slices.Backward(strings.Split(f.Folder, "/")) {
		out = append(out, named{"folder", p.Spec.Named(p.Roster, folder)})
	}
	return out
}

// whose finds the county of a ledger: what it says itself, or its name and place when it says nothing. Of
// two that disagree the first counts, with a finding.
func (p *Project) whose(s *sentLedger) {
	stated := intake.Shown(s.ledger.County)
	m := p.Roster.Resolve(stated)
	used := named{"ledger", m.Unit}
	if stated == "" { // a county that nobody knows is not the one that a folder names
		used = p.whoseName(s.file)
	}
	if s.county = used.unit; s.county == "" {
		p.unclaimed(s, stated, m)
		return
	}
	if u, _ := p.Roster.Unit(s.county); !u.Active {
		s.rejected = true
		p.tell(s, finding.Finding{Code: "unit_without_duty", Args: map[string]string{"why": p.Rules.Inactive(), "case": "ledger"}})
		for i := range s.findings {
			s.findings[i].Office = "" // who has a task is not decided here
		}
		return
	}
	other, how := "", ""
	for _, n := range p.namesOf(s.file) {
		if other == "" && n.unit != "" && n.unit != s.county {
			other, how = n.unit, n.how
		}
	}
	if other == "" {
		return
	}
	s.doubted = true
	p.tell(s, finding.Finding{Code: "unit_differs", Value: other,
		Args: map[string]string{"how": p.Rules.Source(used.how), "other_how": p.Rules.Source(how), "other": other, "case": "ledger"}})
}

// unclaimed tells that nobody knows whose a ledger is.
func (p *Project) unclaimed(s *sentLedger, stated string, m roster.Match) {
	s.rejected = true
	f := finding.Finding{Code: "unit_unknown", Value: stated, Args: map[string]string{"case": "ledger"}}
	switch {
	case m.How == "several":
		f.Code, f.Args["written"], f.Args["candidates"] = "unit_ambiguous", finding.Quote(stated), strings.Join(m.Candidates, "、")
	case stated != "":
		f.Args["written"] = p.Rules.Named("ledger", stated)
	}
	p.tell(s, f)
}

// part is the ledger for the roll-up.
func (s *sentLedger) part() ledger.Part {
	return ledger.Part{County: cmp.Or(s.county, s.ledger.County), File: s.file.Path, Received: s.file.Received, Apart: s.rejected, Doubted: s.doubted, Ledger: s.ledger.Ledger}
}

// line is the file's in the manifest.
func (s *sentLedger) line(r *rollUp) check.File {
	out := check.File{Path: s.file.Path, SHA256: s.file.SHA256, Format: "json", Unit: s.county, Received: s.file.Received, Sheets: []check.Sheet{},
		Why: s.why, Sort: s.ignored, Doubted: s.doubted, Rows: r.Files[s.file.Path]}
	if s.ledger != nil {
		out.Round = s.ledger.Round
	} else if out.Format = strings.ToLower(strings.TrimPrefix(path.Ext(s.file.Path), ".")); s.file.SHA256 == "" {
		out.Format = ""
	}
	if s.ignored != "" {
		out.Unit = ""
	}
	return out
}

// verdict is what becomes of the file, when the office has waived some of its errors.
func (s *sentLedger) verdict(r *rollUp, w *assess.Waivers) finding.Verdict {
	switch {
	case s.ignored != "":
		return finding.Ignored
	case s.rejected:
		return finding.Rejected
	case r.Kept[s.county].File != s.file.Path:
		return finding.Superseded
	case slices.ContainsFunc(s.findings, func(f finding.Finding) bool { return f.Severity == finding.Error && !w.Cover(f) }):
		return finding.Returned
	}
	return finding.Accepted
}

// attach ignores what is no ledger but lies in the folder, archive or mail of one county's usable
// ledger: who sends the whole output folder sends reports and lists along.
func (p *Project) attach(list []*sentLedger) {
	homes := map[string]map[string]string{} // place, county: file
	for _, s := range list {
		if s.ledger == nil || s.rejected {
			continue
		}
		for _, place := range intake.Places(s.file.Path) {
			if homes[place] == nil {
				homes[place] = map[string]string{}
			}
			homes[place][s.county] = s.file.Path
		}
	}
	for _, s := range list {
		if !s.stray {
			continue
		}
		own := p.Spec.Named(p.Roster, strings.TrimSuffix(intake.Base(s.file.Path), path.Ext(s.file.Path)))
		for _, place := range intake.Places(s.file.Path) {
			here := homes[place]
			if len(here) == 0 {
				continue
			}
			for county, file := range here {
				if len(here) == 1 && place != "." && (own == "" || own == county) {
					s.ignore(p.Rules, "attachment", file)
				}
			}
			break
		}
	}
}

// refusal is why a file cannot be used as a ledger: the name of a check, what it has to say, and
// whether the file is none at all.
type refusal struct {
	check, detail string
	stray         bool
}

// parseLedger reads a ledger.json of another project. One of an older program is read and refused.
func parseLedger(name string, data []byte) (*countyLedger, *refusal) {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	switch {
	case len(text) == 0:
		return nil, &refusal{check: "empty", detail: "文件是空的"}
	case otherEncoding(name, data):
		return nil, &refusal{check: "corrupt", detail: "文件被另存成别的编码，不是原来的 UTF-8"}
	case text[0] != '{' && strings.EqualFold(path.Ext(name), ".json"):
		return nil, &refusal{check: "unsupported", detail: "扩展名是 .json，内容不是 ledger.json"}
	case text[0] != '{':
		return nil, &refusal{"unsupported", "这里要的是 ledger.json，不是" + extension(name), true}
	}
	var head struct {
		Format  int             `json:"format"`
		Entries json.RawMessage `json:"entries"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, &refusal{check: "corrupt", detail: jsonFault(err, len(text))}
	}
	if head.Entries == nil || string(head.Entries) == "null" {
		return nil, &refusal{"unsupported", "这是别的 JSON 文件，不是 ledger.json", true}
	}
	if head.Format > ledgerFormat {
		return nil, &refusal{check: "unsupported", detail: fmt.Sprintf("是更新版本的 zwgk 写的（格式 %d，本程序认到格式 %d）", head.Format, ledgerFormat)}
	}
	l := &countyLedger{ledgerFile: ledgerFile{Ledger: &ledger.Ledger{}}}
	if err := json.Unmarshal(text, l); err != nil {
		return nil, &refusal{check: "corrupt", detail: goNames.Replace(jsonFault(err, len(text)))}
	}
	l.mask()
	if what := l.damage(); what != "" {
		return nil, &refusal{check: "corrupt", detail: what}
	}
	l.normalize()
	if head.Format == 0 || l.Units == nil {
		return l, &refusal{check: "unsupported", detail: "是旧版本的 zwgk 写的，没有各单位的报送情况"}
	}
	return l, nil
}

// goNames takes our own types out of the path of a JSON field.
var goNames = strings.NewReplacer("ledgerFile.", "", "Ledger.", "")

// otherEncoding tells that an editor saved a ledger anew: in GBK or UTF-16 every Chinese name would be read as something else.
func otherEncoding(name string, data []byte) bool {
	if utf8.Valid(data) {
		return false
	}
	wide := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	return bytes.TrimLeft(data, " \t\r\n")[0] == '{' || wide && strings.EqualFold(path.Ext(name), ".json")
}

func extension(name string) string {
	if ext := path.Ext(name); ext != "" {
		return " " + ext + " 文件"
	}
	return "这种文件"
}

// damage says what no ledger of ours has, so that nothing is counted twice; "" for nothing.
func (l *countyLedger) damage() string {
	merged := map[[2]string]bool{}
	for i, e := range l.Entries {
		switch e.Fate {
		case ledger.Merged:
		case ledger.Superseded, ledger.Unmatched, ledger.EmptyRow:
			continue
		default:
			return fmt.Sprintf("第 %d 行的 fate 写的是“%s”", i+1, intake.Shown(string(e.Fate)))
		}
		k := [2]string{e.Unit, e.Item}
		if e.Unit == "" || e.Item == "" {
			return fmt.Sprintf("第 %d 行没有单位或任务，却写着已并入", i+1)
		}
		if merged[k] {
			return fmt.Sprintf("“%s”的任务 %s 有两行都写着已并入", intake.Shown(e.Unit), intake.Shown(finding.ItemText(e.Item)))
		}
		merged[k] = true
	}
	seen := map[string]bool{}
	for _, u := range l.Units {
		if u.Name == "" || seen[u.Name] {
			return fmt.Sprintf("单位“%s”写了两次，或没有写名称", intake.Shown(u.Name))
		}
		seen[u.Name] = true
		if items := slices.Sorted(slices.Values(u.Required)); len(slices.Compact(items)) != len(u.Required) {
			return fmt.Sprintf("“%s”的应报任务里有写了两次的", intake.Shown(u.Name))
		}
	}
	return ""
}

// normalize fills in what a ledger made elsewhere may leave out.
func (l *countyLedger) normalize() {
	for i := range l.Entries {
		e := &l.Entries[i]
		if !slices.Contains([]form.Status{form.Done, form.Ongoing, form.NotStarted, form.NotApplicable}, e.Status) {
			e.Status = form.UnknownStatus
		}
		if e.Links == nil {
			e.Links = []string{}
		}
		if e.Written == nil {
			e.Written = map[string]string{}
		}
		if e.Source.Cells == nil {
			e.Source.Cells = map[string]string{}
		}
		if e.Origin != nil && e.Course == nil {
			e.Course = []ledger.Step{}
		}
	}
}
