package project

import "zwgk/pkg/check"

// What can be told of the rules; see package check.
type (
	Explanation = check.Explanation
	ExampleCell = check.ExampleCell
	RuleGroup   = check.Group
	RuleData    = check.Datum
	RuleWord    = check.Word
)
