package form

import (
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// state is what a finding of a severity makes of a cell.
func state(s finding.Severity) int {
	switch s {
	case finding.Error:
		return stateWrong
	case finding.Warning:
		return stateLook
	}
	return stateNone
}

// check is the state that a check in Go gives to a cell.
func (g *guide) check(name string) int { return state(g.in.Guide.Severity[name]) }

// proseFields are those in which a private number may stand.
var proseFields = []string{FieldProgressText, FieldLinks, FieldEvidence, FieldProblems, FieldNext, FieldRemark}

// private is the state that a private number gives to a cell of the field.
func (g *guide) private(field string) int {
	if !slices.Contains(proseFields, field) {
		return stateNone
	}
	worst := stateNone
	for _, name := range []string{"id_number", "mobile_number", "bank_card"} {
		switch g.check(name) {
		case stateWrong:
			return statePrivate
		case stateLook:
			worst = stateLook
		}
	}
	return worst
}

// privateState counts the kinds of private numbers in a cell. It stands in a
// cell of its own: it is long, and texts are many.
func (g *guide) privateState(row int, field string) expression {
	p := newPrivateNumber(g.cell(row, field))
	var kinds []expression
	if g.check("id_number") > 0 {
		kinds = append(kinds, "("+p.identity()+")")
	}
	if g.check("mobile_number") > 0 {
		kinds = append(kinds, "("+p.mobile()+")")
	}
	if g.check("bank_card") > 0 {
		kinds = append(kinds, "("+p.card()+")")
	}
	return "IF(ISERROR(" + p.cell + "),0,IF(LEN(" + p.cell + ")<" + strconv.Itoa(shortest) + ",0," + strings.Join(kinds, "+") + "))"
}

// cellState writes the state of a cell: the worst that is true of it.
func (g *guide) cellState(row int, field string, r BlankRow) expression {
	cell := g.cell(row, field)
	of := map[int][]expression{}
	for _, f := range []func(int, string, BlankRow) map[int][]expression{g.words, g.conditions} {
		for s, list := range f(row, field, r) {
			of[s] = append(of[s], list...)
		}
	}
	private := map[int][]expression{}
	if s := g.private(field); s > 0 {
		private[s] = []expression{ref(row, g.privates[field]) + ">0"}
	}
	open := strconv.Itoa(stateNone)
	if g.spec.Required(field) {
		open = "IF(" + ref(row, g.row) + ">0," + strconv.Itoa(stateOpen) + ",0)"
		of[stateOpen] = append(of[stateOpen], "AND("+ref(row, g.row)+">0,"+g.empty(cell, field)+")")
	}
	idle := worstOf(private, open)
	for s, list := range private {
		of[s] = append(of[s], list...)
	}
	failed := stateLook
	if g.check("error_value") == stateWrong {
		failed = stateWrong
	}
	return "IF(ISERROR(" + cell + ")," + strconv.Itoa(failed) + ",IF(" + g.unchanged(row) + "," + idle + "," + worstOf(of, "0") + "))"
}

// worstOf tries the states from the worst on.
func worstOf(of map[int][]expression, otherwise expression) expression {
	out := otherwise
	for _, s := range []int{stateLook, stateOpen, statePrivate, stateWrong} {
		if len(of[s]) > 0 {
			out = "IF(" + anyOf(of[s]) + "," + strconv.Itoa(s) + "," + out + ")"
		}
	}
	return out
}

// words are what the checks in Go say about a field.
func (g *guide) words(row int, field string, _ BlankRow) map[int][]expression {
	out := map[int][]expression{}
	add := func(check string, when expression) {
		if s := g.check(check); s > 0 {
			out[s] = append(out[s], when)
		}
	}
	cell := g.cell(row, field)
	filled := "NOT(" + unfilled(cell) + ")"
	switch field {
	case FieldStatus:
		add("status_unknown", "AND("+filled+",NOT("+isOneOf(cell, g.spec.column(FieldStatus).Choices)+"))")
		return out
	case FieldProgress:
		for _, check := range []string{"progress_bad", "progress_several"} {
			add(check, "AND("+filled+",OR(ISLOGICAL("+cell+"),NOT(ISNUMBER("+cell+"))))")
		}
		add("progress_range", "OR(N("+cell+")<0,N("+cell+")>1)")
		return out
	case FieldDate:
		g.dateWords(row, add)
		return out
	case FieldProgressText:
		if n := g.spec.MinText(field); n > 0 {
			add("text_hollow", "AND("+filled+","+characters(cell)+"<"+strconv.Itoa(n)+")")
		}
	}
	if list := g.in.Guide.ErrorValues; len(list) > 0 {
		add("error_value", isOneOf("UPPER("+cell+")", list))
	}
	return out
}

func (g *guide) dateWords(row int, add func(string, expression)) {
	at := ref(row, g.days+2)
	add("date_bad", at+`="?"`)
	when := func(also string) string { return "AND(" + g.done(row) + "," + also + ")" }
	filled := absolute(counterRow, g.hidden(dateFilled+2))
	add("date_after_receipt", when("N("+filled+")>0,N("+at+")>N("+filled+")"))
	if _, due, ok := g.dates(); ok {
		add("date_after_receipt", when("N("+at+")>"+dateOf(due)))
	}
	if d, ok := value.ParseDate(g.in.Round.AsOf, 0); ok && d.Possible() {
		add("date_after_as_of", when("N("+at+")>"+dateOf(d)))
	}
	if g.in.Year > 0 {
		add("date_before_year", when("N("+at+")>0,N("+at+")<"+dateOf(value.Date{Year: g.in.Year, Month: 1, Day: 1})))
	}
}

func dateOf(d value.Date) expression {
	return "DATE(" + strconv.Itoa(d.Year) + "," + strconv.Itoa(d.Month) + "," + strconv.Itoa(max(d.Day, 1)) + ")"
}

// done asks whether the row says that its item is done.
func (g *guide) done(row int) expression {
	cell := g.cell(row, FieldStatus)
	if cell == "" {
		return "FALSE"
	}
	return cell + "=" + quoted(g.spec.column(FieldStatus).Choices[0])
}

// conditions are the rules with a condition on a field, as far as they can be
// said in a formula.
func (g *guide) conditions(row int, field string, r BlankRow) map[int][]expression {
	out := map[int][]expression{}
	words := g.conditionWords(row, r)
	for _, c := range g.in.Guide.Conditions {
		if s := state(c.Severity); s > 0 && c.Field == field {
			if f, ok := c.When.Formula(words); ok {
				out[s] = append(out[s], f)
			}
		}
	}
	return out
}

func (g *guide) conditionWords(row int, r BlankRow) policy.FormulaWords {
	names := map[string]expression{"职责": quoted(g.in.Guide.Duties[r.Duty]), "必报": strings.ToUpper(strconv.FormatBool(r.Required))}
	if cell := g.cell(row, FieldStatus); cell != "" {
		names["状态"] = cell
	}
	if cell := g.cell(row, FieldProgress); cell != "" {
		// A text counts as 0, and is an error by itself.
		names["进度"], names["有进度"] = "ROUND(100*N("+cell+"),6)", "ISNUMBER("+cell+")"
	}
	return policy.FormulaWords{Names: names,
		Text: func(literal string) string {
			if i := slices.Index([]Status{Done, Ongoing, NotStarted, NotApplicable}, g.in.Guide.Statuses[literal]); i >= 0 {
				return g.spec.column(FieldStatus).Choices[i]
			}
			return literal
		},
		Call: func(name, header string) (string, bool) {
			field, known := g.spec.Field(header)
			cell := g.cell(row, field)
			switch {
			case !known:
				return "", false
			case name == "有栏":
				return strings.ToUpper(strconv.FormatBool(g.spec.column(field).Field != "")), true
			case name == "填了" && cell != "":
				return "NOT(" + unfilled(cell) + ")", true
			}
			return "", false
		}}
}
