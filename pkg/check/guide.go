package check

import (
	"slices"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
)

// Guide is what a blank tells by itself of these rules, in formulas.
func (r *Rules) Guide() form.Guide {
	g := form.Guide{Severity: map[string]finding.Severity{}, ErrorValues: slices.Clone(r.errorValues), Statuses: map[string]form.Status{}, Duties: valuesOf(r.terms.Duties)}
	for status, word := range r.terms.Statuses {
		g.Statuses[word.Value] = status
	}
	for i := range r.rules {
		rule := &r.rules[i]
		if rule.Off {
			continue
		}
		severity := finding.Severity(rule.Severity.Value)
		if rule.condition != nil {
			g.Conditions = append(g.Conditions, form.GuideCondition{Field: rule.Field.Value, Severity: severity, When: rule.condition})
		} else if name := rule.Check.Value; name != "" {
			g.Severity[name] = severity
		}
	}
	return g
}
