package form

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"zwgk/pkg/duty"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// Spec is the form: its columns, the words by which others write their
// headers, the signature block, layout and wording (templates/form.yaml), and
// how the words that units use are understood (templates/words.yaml).
type Spec struct {
	layout  layout
	words   words
	columns []Column

	headers  []synonym // longest first
	labels   *labels
	statuses statusWords
	lots     *regexp.Regexp            // 第2批 in the name of a file or folder; nil for none
	notes    []string                  // folded
	totals   []string                  // folded
	noDate   map[string]bool           // folded
	known    atomic.Pointer[knowledge] // of the last table and roster, for the next file
}

// Column is one column of the form.
type Column struct {
	Field    string
	Header   string   // people's word for the field
	Note     string   // small print under the header
	Width    float64  // in characters
	Office   bool     // filled in by the office, locked in the blank
	Required bool     // the unit must fill it in
	MinText  int      // characters that a text needs, 0 for any
	Choices  []string // drop-down
	synonyms []string
	whole    []string
}

// Columns lists the columns in the order of the blank form.
func (s *Spec) Columns() []Column { return slices.Clone(s.columns) }

// Header gives people's word for a field (进展情况 for progress_text), "" for
// a field that the form does not have.
func (s *Spec) Header(field string) string { return s.column(field).Header }

// NamesDuty tells that a text holds one of the words for roles in the column 责任 of the blank.
func (s *Spec) NamesDuty(text string) bool {
	for _, word := range s.layout.Duties {
		if word != "" && strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// MinText is the number of characters that a text in the field needs, 0 for any.
func (s *Spec) MinText(field string) int { return s.column(field).MinText }

// Required tells whether the unit must fill in the field.
func (s *Spec) Required(field string) bool { return s.column(field).Required }

// Office tells whether the office fills in the field, or the form does not have it.
func (s *Spec) Office(field string) bool { return !s.units(field) }

// StatusWords lists the words of the status drop-down, in the order done,
// ongoing, not started, not applicable.
func (s *Spec) StatusWords() []string { return slices.Clone(s.column(FieldStatus).Choices) }

// Version is that of the form file; blanks carry it in their stamp.
func (s *Spec) Version() int { return s.layout.Version }

func (s *Spec) column(field string) Column {
	i := slices.IndexFunc(s.columns, func(c Column) bool { return c.Field == field })
	if i < 0 {
		return Column{}
	}
	return s.columns[i]
}

// units tells whether the unit fills in the field.
func (s *Spec) units(field string) bool {
	c := s.column(field)
	return c.Field != "" && !c.Office
}

// layout is form.yaml.
type layout struct {
	Version       int
	Sheet         policy.Text
	Title         policy.Text
	DefaultTitle  string `yaml:"default_title"`
	Lines         []policy.Text
	Demand        policy.Text
	Columns       []columnText
	Duties        map[duty.Role]string
	RequiredMark  string `yaml:"required_mark"`
	OptionalMark  string `yaml:"optional_mark"`
	Signature     signatureText
	Seals         []string
	Notes, Totals []string
	TitleWords    []string `yaml:"title_words"`
	RoundLabels   []string `yaml:"round_labels"`
	NotByContent  []string `yaml:"not_by_content"`
	Instructions  instructions
	Messages      messages
	Prompts       map[string]string // by field
	Guide         guideText
	Footer        string
	SampleMark    string `yaml:"sample_mark"`
	Fonts         struct{ Title, Header, Heading, Body face }
	Colors        struct {
		Office, Required, Optional, Header, Heading string
		Wrong, Look, Complete                       string // "" for none
	}
}

type columnText struct {
	Field    policy.Text
	Header   policy.Text
	Note     string
	Width    float64
	FilledBy policy.Text `yaml:"filled_by"`
	Required bool
	Min      int
	Synonyms []policy.Text
	Whole    []policy.Text
}

type signatureText struct {
	Unit, Filler, Phone, Reviewer, Filled []string

	FilledIfDay []string `yaml:"filled_if_day"`
}

type instructions struct {
	Sheet policy.Text
	Title string
	Lines []policy.Text
}

type messages struct {
	Status, Progress, Date string
	ProgressText           string `yaml:"progress_text"`
	NoHeader               string `yaml:"no_header"`
}

type face struct {
	Name string
	Size float64
}

// words is words.yaml.
type words struct {
	Status     statusText
	Alone      statusText
	KeptUp     []string `yaml:"kept_up"`
	Plans      []string
	Unsure     []string
	UnsureDone []string `yaml:"unsure_done"`
	Vague      []string
	VagueParts []string `yaml:"vague_parts"`
	DateHeads  []string `yaml:"date_heads"`
	DateTails  []string `yaml:"date_tails"`
	ThisYear   []string `yaml:"this_year"`
	NoDate     []string `yaml:"no_date"`
	Ticks      []string
	Crosses    []string
	MonthTails []string `yaml:"month_tails"`
	Periods    []period
	FileNoise  []string `yaml:"file_noise"`
	Lots       []string
}

type statusText struct {
	Done          []policy.Text
	Ongoing       []policy.Text
	NotStarted    []policy.Text `yaml:"not_started"`
	NotApplicable []policy.Text `yaml:"not_applicable"`
	Unknown       []policy.Text
}

// ParseSpec reads form.yaml and words.yaml and verifies their meaning. Slips
// are *policy.Error with the place.
func ParseSpec(form, wordFile policy.File) (*Spec, error) {
	var s Spec
	if err := form.Decode(&s.layout); err != nil {
		return nil, err
	}
	if err := wordFile.Decode(&s.words); err != nil {
		return nil, err
	}
	if err := s.parseStatuses(wordFile); err != nil {
		return nil, err
	}
	if err := s.parseColumns(form); err != nil {
		return nil, err
	}
	if err := s.verifyLayout(form); err != nil {
		return nil, err
	}
	s.headers = s.listSynonyms()
	s.labels = newLabels(s.layout)
	s.lots = newLots(s.words.Lots)
	for _, w := range s.layout.Notes {
		s.notes = append(s.notes, value.Fold(w))
	}
	s.noDate = map[string]bool{}
	for _, w := range s.words.NoDate {
		s.noDate[value.Fold(w)] = true
	}
	for _, w := range s.layout.Totals {
		s.totals = append(s.totals, value.Fold(w))
	}
	return &s, nil
}

var fields = []string{FieldID, FieldTask, FieldRequirement, FieldDuty, FieldDeadline, FieldStatus, FieldProgress, FieldProgressText,
	FieldDate, FieldLinks, FieldEvidence, FieldProblems, FieldNext, FieldRemark}

// IsField tells that a name is one of a form's fields, and not the header of a further column.
func IsField(name string) bool { return slices.Contains(fields, name) }

func (s *Spec) parseColumns(f policy.File) error {
	for _, c := range s.layout.Columns {
		switch {
		case !slices.Contains(fields, c.Field.Value):
			return f.Errorf(c.Field.Pos, fields, "不认识的栏目 “%s”", c.Field)
		case s.column(c.Field.Value).Field != "":
			return f.Errorf(c.Field.Pos, nil, "栏目 “%s” 写了两次", c.Field)
		case c.Header.Value == "":
			return f.Errorf(c.Field.Pos, nil, "栏目 “%s” 没有写表头（header）", c.Field)
		case c.FilledBy.Value != "office" && c.FilledBy.Value != "unit":
			return f.Errorf(orElse(c.FilledBy.Pos, c.Field.Pos), []string{"office", "unit"}, "栏目 “%s” 由谁填写（filled_by）写错或没有写", c.Field)
		case c.Width <= 0 || c.Width > 255:
			return f.Errorf(c.Field.Pos, nil, "栏目 “%s” 的列宽（width）应当在 1 到 255 之间", c.Field)
		}
		if err := s.verifyHeader(f, c); err != nil {
			return err
		}
		s.columns = append(s.columns, s.newColumn(c))
	}
	for _, field := range []string{FieldID, FieldStatus, FieldProgressText} {
		if s.column(field).Field == "" {
			return f.Errorf(policy.Pos{}, nil, "columns 里缺少栏目 “%s”", field)
		}
	}
	return nil
}

func (s *Spec) verifyHeader(f policy.File, c columnText) error {
	for _, other := range s.columns {
		if plainHeader(other.Header) == plainHeader(c.Header.Value) {
			return f.Errorf(c.Header.Pos, nil, "表头 “%s” 写了两次", c.Header)
		}
	}
	return nil
}

func (s *Spec) newColumn(c columnText) Column {
	out := Column{Field: c.Field.Value, Header: c.Header.Value, Width: c.Width, Office: c.FilledBy.Value == "office",
		Required: c.Required, MinText: c.Min, Note: strings.ReplaceAll(c.Note, "{min}", strconv.Itoa(c.Min))}
	for _, t := range c.Synonyms {
		out.synonyms = append(out.synonyms, t.Value)
	}
	for _, t := range c.Whole {
		out.whole = append(out.whole, plainHeader(t.Value))
	}
	if out.Field == FieldStatus {
		out.Choices = s.statuses.choices
	}
	return out
}

// maxSheetName is Excel's limit for the name of a sheet, in characters.
const maxSheetName = 31

func (s *Spec) verifyLayout(f policy.File) error {
	for _, name := range []policy.Text{s.layout.Sheet, s.layout.Instructions.Sheet} {
		if n := len([]rune(name.Value)); n == 0 || n > maxSheetName || strings.ContainsAny(name.Value, `:\/?*[]'`) || name.Value == stampSheet {
			return f.Errorf(name.Pos, nil, "工作表名称 “%s” 不能用：应当有 1 到 %d 个字，不含 : \\ / ? * [ ]", name, maxSheetName)
		}
	}
	if s.layout.Sheet.Value == s.layout.Instructions.Sheet.Value {
		return f.Errorf(s.layout.Instructions.Sheet.Pos, nil, "两张工作表不能同名")
	}
	places := append([]policy.Text{s.layout.Title, s.layout.Demand}, s.layout.Lines...)
	for _, t := range places {
		if err := verifyPlaceholders(f, t); err != nil {
			return err
		}
	}
	if err := s.verifyInstructions(f); err != nil {
		return err
	}
	for role := range s.layout.Duties {
		if !slices.Contains([]duty.Role{duty.Lead, duty.Responsible, duty.Cooperating, duty.Volunteer}, role) {
			return f.Errorf(policy.Pos{}, []string{"lead", "responsible", "cooperating", "volunteer"}, "duties 里不认识的责任 “%s”", role)
		}
	}
	if err := s.verifyPrompts(f); err != nil {
		return err
	}
	if err := s.layout.Guide.verify(f); err != nil {
		return err
	}
	return s.verifySignature(f)
}

// maxPrompt is Excel's limit for what is said beside a cell, in characters.
const maxPrompt = 255

func (s *Spec) verifyPrompts(f policy.File) error {
	for _, field := range slices.Sorted(maps.Keys(s.layout.Prompts)) {
		if !slices.Contains(fields, field) {
			return f.Errorf(policy.Pos{}, fields, "prompts 里不认识的栏目 “%s”", field)
		}
		if len([]rune(s.layout.Prompts[field])) > maxPrompt-50 { // the words for the names in braces are longer
			return f.Errorf(policy.Pos{}, nil, "prompts 里 “%s” 的提示太长，最多 %d 个字", field, maxPrompt-50)
		}
	}
	return nil
}

func (s *Spec) verifySignature(f policy.File) error {
	for _, p := range s.layout.Signature.parts() {
		if len(p.synonyms) == 0 {
			return f.Errorf(policy.Pos{}, nil, "signature 里缺少 “%s”", p.name)
		}
	}
	return nil
}

// part is one label of the signature block.
type part struct {
	name     string
	synonyms []string
}

func (t signatureText) parts() []part {
	return []part{{"unit", t.Unit}, {"filler", t.Filler}, {"phone", t.Phone}, {"reviewer", t.Reviewer}, {"filled", t.Filled}}
}

// SignatureWord is the label of a part of the signature on the blank: filler,
// phone, reviewer or filled; "" of no such part.
func (s *Spec) SignatureWord(name string) string {
	for _, p := range s.layout.Signature.parts() {
		if p.name == name {
			return p.synonyms[0]
		}
	}
	return ""
}

// placeholders are the names in braces that title and lines may use.
var placeholders = []string{"county", "year", "title", "round", "as_of", "unit", "office", "due"}

func verifyPlaceholders(f policy.File, t policy.Text) error {
	rest := t.Value
	for {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			return nil
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || !slices.Contains(placeholders, name) {
			return f.Errorf(t.Pos, placeholders, "不认识的 “{%s}”", name)
		}
		rest = tail
	}
}

func orElse(pos, other policy.Pos) policy.Pos {
	if pos.Line == 0 {
		return other
	}
	return pos
}
