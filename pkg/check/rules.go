package check

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// Rules is templates/rules.yaml as read: the catalogue, and what each rule does.
type Rules struct {
	Catalogue *finding.Catalogue
	rules     []rule
	codes     map[string]string // by the name of the check
	phrases   map[string]bool   // folded, without punctuation
	noLink    map[string]bool
	mailLinks []string
	words     words
	terms     conditionWords
	spec      *form.Spec
	groups    []Group
	data      []Datum
	changed   map[string][]string // keys that the office's file changes, by code
	known     atomic.Pointer[knowledge]

	sameLink     int              // so many tasks with one link are too many; 0: never
	frontPages   []string         // names of a site's first page, without their ending
	errorValues  []string         // what spreadsheets show of a formula that failed
	cutAt        []int            // lengths at which programs cut a text
	copiedFrom   int              // characters of a text that is part of the requirement; 0: never
	placeholders []*regexp.Regexp // blanks that were to be filled in
	maxText      int              // characters of a text that still fits; 0: any
	sameFigure   int              // rows with one figure that are too many; 0: never

	withoutCommon   *strings.Replacer // puts spaces for the words that all tasks share
	openWords       []*regexp.Regexp  // by which a text says that work is not done
	finished        []*regexp.Regexp  // by which a text says that all is done
	notNames        []string          // follow words for persons and are no names
	withoutReason   *strings.Replacer // puts spaces for what gives no reason for 不涉及
	governmentSites string            // the ending of governments' sites
	severalTimes    []*regexp.Regexp  // say that a number is of one of several
	ourselves       []string          // by which a unit speaks of itself
	publicMail      []string          // say that a mailbox is given for people to write to
	contactColumns  []string          // name the columns with contacts of those who filled in a row
	keptElsewhere   []string          // say that a file is not sent along
	openSites       []string          // of them, those that everybody may cite
	othersDo        []string          // what another unit named at the start may do
	privateMail     []*regexp.Regexp
	homeAddress     []*regexp.Regexp
	vulnerable      []*regexp.Regexp
	figure          *regexp.Regexp // what makes a report checkable
	namedFile       *regexp.Regexp // a file named in a text: its name and its ending
	fileLead        *regexp.Regexp // what stands before the name of a file and is no part of it
	copies          copyLimits
	common          map[uint64]bool // runs of the phrases of copies
	swapped         swapLimits
}

type rule struct {
	Code     policy.Text
	Title    string
	Stage    policy.Text
	Severity policy.Text
	Check    policy.Text
	When     policy.Text
	Field    policy.Text
	Message  policy.Text
	Hint     policy.Text
	Hints    map[string]policy.Text
	Office   policy.Text
	Off      bool
	Reason   string // why the office switched it off or changed it
	Source   string
	Bad      string
	Good     string
	BadRow   map[string]string `yaml:"bad_row"`
	GoodRow  map[string]string `yaml:"good_row"`

	condition *policy.Condition
}

type ruleFile struct {
	Groups         []Group
	Phrases        []string
	Placeholders   []policy.Text
	SameLink       int      `yaml:"same_link"`
	FrontPages     []string `yaml:"front_pages"`
	ErrorValues    []string `yaml:"error_values"`
	CutAt          []int    `yaml:"cut_at"`
	CopiedFrom     int      `yaml:"copied_from"`
	MaxText        int      `yaml:"max_text"`
	SameFigure     int      `yaml:"same_figure"`
	Common         []string `yaml:"common_words"`
	Measures       []policy.Text
	Quotes         []policy.Text
	Unfinished     []policy.Text
	Finished       []policy.Text
	NoReason       []string      `yaml:"no_reason"`
	Government     string        `yaml:"government_sites"`
	OpenSites      []string      `yaml:"open_sites"`
	OthersDo       []string      `yaml:"others_do"`
	SeveralTimes   []policy.Text `yaml:"several_times"`
	Ourselves      []string
	PublicMail     []string      `yaml:"public_mail"`
	ContactColumns []string      `yaml:"contact_columns"`
	KeptElsewhere  []string      `yaml:"kept_elsewhere"`
	FileEndings    []policy.Text `yaml:"file_endings"`
	FileLeads      []policy.Text `yaml:"file_leads"`
	PrivateMail    []policy.Text `yaml:"private_mail"`
	HomeAddress    []policy.Text `yaml:"home_address"`
	Vulnerable     []policy.Text `yaml:"vulnerable_person"`
	NotNames       []string      `yaml:"not_names"`
	Copies         copyLimits
	Swapped        swapLimits
	NoLink         []string `yaml:"no_link"`
	MailLinks      []string `yaml:"mail_links"`
	Conditions     conditionWords
	Words          words
	Rules          []rule
}

// Cases are those for which rules may have hints of their own: what a file failed in before its
// own content was seen (the disk, an archive, a mail, the office's own limits), a sheet filled in
// on a blank (stamp), a file named by another unit (name), statuses told by a tick in one of several columns (ticks), a row for
// several tasks (several), and a ledger that came in to be rolled up (ledger).
var Cases = []string{"disk", "archive", "mail", "office", "stamp", "name", "ticks", "several", "ledger"}

// Code is the code of the rule that names a check, "" when no rule does.
func (r *Rules) Code(check string) string { return r.codes[check] }

// MailLinks are what the addresses hold by which mails stand in for a file.
func (r *Rules) MailLinks() []string { return slices.Clone(r.mailLinks) }

// ParseRules reads the rule file. The words of its conditions are the header
// words of the form. Errors are *policy.Error, with what is allowed.
func ParseRules(f policy.File, spec *form.Spec) (*Rules, error) {
	var in ruleFile
	if err := f.Decode(&in); err != nil {
		return nil, err
	}
	return in.compile(f, spec)
}

// compile verifies the meaning of a rule file. Slips are reported against f.
func (in ruleFile) compile(f policy.File, spec *form.Spec) (*Rules, error) {
	out := &Rules{rules: in.Rules, codes: map[string]string{}, phrases: plainSet(in.Phrases), noLink: plainSet(in.NoLink), mailLinks: in.MailLinks, words: in.Words, terms: in.Conditions, sameLink: in.SameLink,
		frontPages: in.FrontPages, errorValues: in.ErrorValues, cutAt: in.CutAt, copiedFrom: in.CopiedFrom}
	if err := out.words.verify(f); err != nil {
		return nil, err
	}
	if err := out.terms.verify(f); err != nil {
		return nil, err
	}
	if err := out.limits(f, &in); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var catalogue []finding.Rule
	for i := range out.rules {
		r := &out.rules[i]
		code := r.Code.Value
		if seen[code] {
			return nil, f.Errorf(r.Code.Pos, nil, "代码 “%s” 写了两次", r.Code)
		}
		seen[code] = true
		if err := r.validate(f, spec, out.terms); err != nil {
			return nil, err
		}
		if r.Check.Value != "" && r.Check.Value != "table" {
			out.codes[r.Check.Value] = code
		}
		catalogue = append(catalogue, r.entry(spec))
	}
	out.Catalogue = finding.NewCatalogue(catalogue)
	out.spec, out.groups, out.data = spec, in.Groups, in.listData(f)
	return out, nil
}

func (r *rule) validate(f policy.File, spec *form.Spec, terms conditionWords) error {
	code := r.Code.Value
	if len(code) != 3 || code[0] < 'A' || code[0] > 'Z' || strings.Trim(code[1:], "0123456789") != "" {
		return f.Errorf(r.Code.Pos, nil, "代码应为一个大写字母加两位数字，例如 V01，写的是 “%s”", code)
	}
	if allowed := []string{"error", "warning", "info"}; !slices.Contains(allowed, r.Severity.Value) {
		return f.Errorf(r.at(r.Severity), allowed, "规则 %s 的 severity 写的是 “%s”", code, r.Severity)
	}
	if allowed := []string{"file", "unit", "structure", "cell", "row", "across"}; !slices.Contains(allowed, r.Stage.Value) {
		return f.Errorf(r.at(r.Stage), allowed, "规则 %s 的 stage 写的是 “%s”", code, r.Stage)
	}
	for _, k := range slices.Sorted(maps.Keys(r.Hints)) {
		if !slices.Contains(Cases, k) {
			return f.Errorf(r.at(r.Hints[k]), Cases, "规则 %s 的 hints 里写了 “%s”", code, k)
		}
	}
	if err := r.verifyExamples(f); err != nil {
		return err
	}
	if r.Message.Value == "" {
		return f.Errorf(r.Code.Pos, nil, "规则 %s 没有 message", code)
	}
	if (r.Check.Value == "") == (r.When.Value == "") {
		return f.Errorf(r.Code.Pos, nil, "规则 %s 应当写 check 或 when 其中一项", code)
	}
	if r.When.Value == "" {
		if allowed := checkNames(); !slices.Contains(allowed, r.Check.Value) {
			return f.Errorf(r.Check.Pos, allowed, "规则 %s 的 check 写的是 “%s”，没有这种检查", code, r.Check)
		}
		return r.verifyNames(f)
	}
	if !slices.Contains(fieldNames(), r.Field.Value) {
		return f.Errorf(r.at(r.Field), fieldWords(spec), "规则 %s 的 field 写的是 “%s”", code, r.Field)
	}
	if err := renamed(f, r.When, spec); err != nil {
		return err
	}
	var err error
	if r.condition, err = f.Condition(r.When, environment(spec, nil, nil, nil)); err != nil {
		return err
	}
	if r.Off {
		r.condition = nil
	}
	if err := verifyLiterals(f, r.When, spec, terms); err != nil {
		return err
	}
	return r.verifyNames(f)
}

// at is the place of a text, or of the rule's code when the text is absent.
func (r *rule) at(t policy.Text) policy.Pos {
	if t.Pos.Line == 0 {
		return r.Code.Pos
	}
	return t.Pos
}

func (r *rule) entry(spec *form.Spec) finding.Rule {
	return finding.Rule{
		Code: r.Code.Value, Title: r.Title, Severity: finding.Severity(r.Severity.Value), Stage: finding.Stage(r.Stage.Value),
		Message: r.Message.Value, Hint: r.Hint.Value, Hints: valuesOf(r.Hints), Office: r.Office.Value, Off: r.Off, Reason: r.Reason,
		Why: r.Source, Bad: example(spec, r.Bad, r.BadRow), Good: example(spec, r.Good, r.GoodRow),
	}
}

// example shows a row of the form as text, in the order of the fields.
func example(spec *form.Spec, text string, row map[string]string) string {
	parts := []string{}
	if text != "" {
		parts = append(parts, text)
	}
	for _, field := range fieldNames() {
		if v, ok := row[field]; ok {
			if v == "" {
				v = "（空）"
			}
			parts = append(parts, spec.Header(field)+"："+v)
		}
	}
	return strings.Join(parts, "；")
}

func fieldNames() []string {
	return []string{form.FieldID, form.FieldTask, form.FieldRequirement, form.FieldStatus, form.FieldProgress, form.FieldProgressText,
		form.FieldDate, form.FieldLinks, form.FieldEvidence, form.FieldProblems, form.FieldNext, form.FieldRemark}
}

func plainSet(words []string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[plain(w)] = true
	}
	return out
}

// plain folds a text and keeps only its letters and digits.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if isWordRune(r) {
			return r
		}
		return -1
	}, value.Fold(s))
}
