package check

import (
	"maps"
	"slices"

	"zwgk/pkg/duty"
	"zwgk/pkg/form"
	"zwgk/pkg/policy"
)

// conditionWords are the words that conditions compare 状态 and 职责 with. They stand in the rule
// file because the rules' conditions are written in them; the words that a form shows are those of
// words.yaml and form.yaml and may be others.
type conditionWords struct {
	Statuses map[form.Status]policy.Text
	Duties   map[duty.Role]policy.Text
}

var (
	termStatuses = []form.Status{form.Done, form.Ongoing, form.NotStarted, form.NotApplicable}
	termDuties   = []duty.Role{duty.Lead, duty.Responsible, duty.Cooperating, duty.Volunteer}
)

func (w conditionWords) statuses() []string { return wordsOf(termStatuses, w.Statuses) }

func (w conditionWords) duties() []string { return wordsOf(termDuties, w.Duties) }

func wordsOf[K comparable](order []K, words map[K]policy.Text) []string {
	var out []string
	for _, k := range order {
		out = append(out, words[k].Value)
	}
	return out
}

// verify tells of a word that is absent, unknown or stands for two things.
func (w conditionWords) verify(f policy.File) error {
	if err := verifyTerms(f, "conditions.statuses", termStatuses, w.Statuses); err != nil {
		return err
	}
	return verifyTerms(f, "conditions.duties", termDuties, w.Duties)
}

func verifyTerms[K ~string](f policy.File, key string, order []K, words map[K]policy.Text) error {
	allowed, seen := []string{}, map[string]bool{}
	for _, k := range order {
		allowed = append(allowed, string(k))
	}
	for _, k := range slices.Sorted(maps.Keys(words)) {
		if !slices.Contains(order, k) {
			return f.Errorf(words[k].Pos, allowed, "%s 里不认识 “%s”", key, k)
		}
	}
	for _, k := range order {
		switch word := words[k]; {
		case word.Value == "":
			return f.Errorf(keyPlace(f, "conditions"), allowed, "%s 里缺少 “%s”", key, k)
		case seen[word.Value]:
			return f.Errorf(word.Pos, nil, "%s 里 “%s” 写了两次", key, word)
		}
		seen[words[k].Value] = true
	}
	return nil
}

// kept verifies that an office's file does not change the words: the built-in conditions would
// never be met.
func (w conditionWords) kept(f policy.File, own conditionWords) error {
	if err := keptTerms(f, w.Statuses, own.Statuses); err != nil {
		return err
	}
	return keptTerms(f, w.Duties, own.Duties)
}

func keptTerms[K ~string](f policy.File, builtin, own map[K]policy.Text) error {
	for _, k := range slices.Sorted(maps.Keys(own)) {
		if own[k].Value != builtin[k].Value {
			return f.Errorf(own[k].Pos, nil, "条件里的说法不能改：内置规则写的是 “%s”，这里写的是 “%s”", builtin[k], own[k])
		}
	}
	return nil
}
