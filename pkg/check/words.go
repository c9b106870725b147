package check

import (
	"maps"
	"slices"

	"zwgk/pkg/policy"
)

// words are what is put into the messages of rules, and why a file does not count.
type words struct {
	Temporary, System, Same, Attachment policy.Text
	Unread, Nothing                     policy.Text
	Outside                             policy.Text
	Named                               policy.Text
	Unnamed                             policy.Text
	Hollow, Short, Vague                policy.Text
	Emptied, Impossible                 policy.Text
	Unreported, Report                  policy.Text
	Unchanged, Renew                    policy.Text
	StatusAs                            policy.Text `yaml:"status_as"`
	BeforeRound                         policy.Text `yaml:"before_round"`
	AfterReceipt                        policy.Text `yaml:"after_receipt"`
	NoDuty                              policy.Text `yaml:"no_duty"`
	Inactive                            policy.Text
	Absent                              policy.Text            `yaml:"rollup_absent"`
	Misplaced                           policy.Text            `yaml:"rollup_misplaced"`
	SourceTexts                         map[string]policy.Text `yaml:"sources"`
	Sources                             map[string]string      `yaml:"-"` // the same without their places
}

// unitSources are the places that may name a unit (form.UnitName.How), or the county of a ledger.
var unitSources = []string{"stamp", "cell", "title", "tab", "file", "folder", "sender", "sheet", "ledger"}

// verify tells of a word that is absent or uses a name that it does not get.
func (w *words) verify(f policy.File) error {
	for _, k := range []struct {
		name  string
		text  policy.Text
		names []string
	}{
		{"temporary", w.Temporary, nil}, {"system", w.System, nil}, {"same", w.Same, []string{"file"}}, {"attachment", w.Attachment, []string{"file"}},
		{"unread", w.Unread, []string{"sheet", "why"}}, {"nothing", w.Nothing, nil}, {"outside", w.Outside, []string{"number"}},
		{"named", w.Named, []string{"how", "written"}}, {"unnamed", w.Unnamed, nil}, {"hollow", w.Hollow, nil}, {"short", w.Short, []string{"min"}},
		{"vague", w.Vague, nil}, {"emptied", w.Emptied, nil}, {"impossible", w.Impossible, nil}, {"unreported", w.Unreported, nil}, {"report", w.Report, nil},
		{"unchanged", w.Unchanged, nil}, {"renew", w.Renew, nil}, {"status_as", w.StatusAs, []string{"written", "status"}}, {"before_round", w.BeforeRound, []string{"start"}}, {"after_receipt", w.AfterReceipt, []string{"received"}},
		{"no_duty", w.NoDuty, nil}, {"inactive", w.Inactive, nil}, {"rollup_absent", w.Absent, []string{"items"}}, {"rollup_misplaced", w.Misplaced, []string{"items", "title", "own", "other", "first"}},
	} {
		if k.text.Value == "" {
			return f.Errorf(k.text.Pos, nil, "words 里缺少 “%s”", k.name)
		}
		if err := f.Names(k.text, k.names); err != nil {
			return err
		}
	}
	for _, how := range unitSources {
		if w.SourceTexts[how].Value == "" {
			return f.Errorf(w.SourceTexts[how].Pos, unitSources, "words.sources 里缺少 “%s”", how)
		}
	}
	for _, how := range slices.Sorted(maps.Keys(w.SourceTexts)) {
		if !slices.Contains(unitSources, how) {
			return f.Errorf(w.SourceTexts[how].Pos, unitSources, "words.sources 里不认识 “%s”", how)
		}
	}
	w.Sources = valuesOf(w.SourceTexts)
	return nil
}

// junk says what a file is that programs left behind (intake.File.Junk).
func (w *words) junk(kind string) string {
	if kind == "temporary" {
		return w.Temporary.Value
	}
	return w.System.Value
}
