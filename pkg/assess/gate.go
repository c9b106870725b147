package assess

import (
	"github.com/shopspring/decimal"
)

// gateNames are the names that conditions of a scheme can use, with values of their types.
// Numbers are compared in them and never computed.
func gateNames() map[string]any {
	return map[string]any{
		"基础分": 0.0, "得分": func(indicator string) float64 { return 0 },
		"应报": 0, "已报": 0, "未报": 0, "已完成": 0, "类别": "", "组别": "",
		"问题": func(code string) int { return 0 }, "次数": func(event string) int { return 0 }, "认定": func(column string) bool { return false },
	}
}

// gates are the values of a unit: of its items and problems, and of its scores as far as they are
// known. scores has the points of every indicator without gates.
func (a *account) gates(scores map[string]decimal.Decimal, base decimal.Decimal) map[string]any {
	done := 0
	for _, item := range a.unit.Required {
		if stateOf(a.entry(item)) == "done" {
			done++
		}
	}
	n := len(a.unit.Required)
	return map[string]any{
		"基础分": base.InexactFloat64(), "得分": func(indicator string) float64 { return scores[indicator].InexactFloat64() },
		"应报": n, "已报": n - len(a.unit.Missing), "未报": len(a.unit.Missing), "已完成": done,
		"类别": a.unit.Group, "组别": a.Scheme.GroupOf(a.unit.Group),
		"问题": a.countOf, "次数": func(event string) int { return len(a.eventsOf(event)) }, "认定": a.marked,
	}
}

// countOf is the number of places with findings of a code or a beginning of codes (P*), without
// what is waived.
func (a *account) countOf(code string) int {
	n := 0
	for _, f := range a.found[a.unit.Name] {
		if MatchCode([]string{code}, f.Code) {
			n += len(a.events(f))
		}
	}
	return n
}

// marked tells that a column of the office's score sheets has something other than nothing for the unit.
func (a *account) marked(column string) bool {
	s, ok := a.Sources.of(column, a.unit.Name)
	return ok && !s.Points.IsZero()
}
