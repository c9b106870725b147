package form

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/policy"
)

// guideText is the wording of the counter. {n} is a count, {list} the labels of
// the signature that have nothing beside them.
type guideText struct {
	Label                      policy.Text
	Open, Unchanged            policy.Text
	Wrong, Private, Look       policy.Text
	Complete, Signed, Unsigned policy.Text
	Between, End               string
}

// maxClause keeps a clause, with what stands around it, within the 255 characters
// that a text in a formula may have.
const maxClause = 100

func (t *guideText) verify(f policy.File) error {
	if t.Label.Value == "" {
		return nil
	}
	for _, c := range []struct {
		name  string
		text  policy.Text
		names []string
	}{
		{"open", t.Open, []string{"n"}}, {"unchanged", t.Unchanged, []string{"n"}}, {"wrong", t.Wrong, []string{"n"}}, {"private", t.Private, []string{"n"}},
		{"look", t.Look, []string{"n"}}, {"complete", t.Complete, nil}, {"signed", t.Signed, nil}, {"unsigned", t.Unsigned, []string{"list"}},
	} {
		switch n := len([]rune(c.text.Value)); {
		case n == 0:
			return f.Errorf(t.Label.Pos, nil, "guide 里缺少 “%s”", c.name)
		case n > maxClause:
			return f.Errorf(c.text.Pos, nil, "guide 里的 “%s” 太长，最多 %d 个字", c.name, maxClause)
		}
		if err := f.Names(c.text, c.names); err != nil {
			return err
		}
	}
	return nil
}

// hidden is the column of a count, from its place.
func (b *blank) hidden(place int) int { return b.key + 1 + place }

func (g *guide) count(place int) expression { return absolute(counterRow, g.hidden(place)) }

func (g *guide) writeCounts() error {
	first, last := g.first, g.end
	span := func(from, to int) expression { return absolute(first, from) + ":" + absolute(last, to) }
	rows := span(g.row, g.row)
	cells := span(g.row+1, g.row+len(g.own))
	of := func(where expression, state int) expression {
		return "COUNTIF(" + where + "," + strconv.Itoa(state) + ")"
	}
	signed := absolute(counterRow, g.hidden(stateSigned)) + ":" + absolute(counterRow, g.hidden(guideCells-1))
	wrong := of(cells, stateWrong) + "+" + of(signed, stateWrong)
	now := g.countNow()
	list := []struct {
		place   int
		formula expression
		result  result
	}{
		{countOpen, of(rows, rowOpen), whole(now[countOpen])},
		{countUnchanged, of(rows, rowUnchanged), whole(now[countUnchanged])},
		{countWrong, wrong, whole(0)},
		{countPrivate, of(cells, statePrivate), whole(now[countPrivate])},
		{countLook, of(cells, stateLook), whole(now[countLook])},
		{listUnsigned, g.unsigned(), result{text: g.unsignedNow()}},
	}
	for _, c := range list {
		if err := g.formula(ref(counterRow, g.hidden(c.place)), c.formula, c.result); err != nil {
			return err
		}
	}
	for i, p := range g.spec.layout.Signature.parts() {
		if f, now := g.signedState(p); f != "" {
			if err := g.formula(ref(counterRow, g.hidden(stateSigned+i)), f, whole(now)); err != nil {
				return err
			}
		}
	}
	if g.signed["filled"] == "" {
		return nil
	}
	for i, f := range g.newDay(g.signed["filled"], counterRow, g.hidden(dateFilled)).steps() {
		if err := g.formula(ref(counterRow, g.hidden(dateFilled+i)), f, result{}); err != nil {
			return err
		}
	}
	return nil
}

// countNow counts the blank as it goes out.
func (g *guide) countNow() map[int]int {
	n := map[int]int{}
	for _, r := range g.in.Rows {
		row := g.results[ref(g.rowOf[r.Row.Item.ID], g.row)].text
		switch row {
		case strconv.Itoa(rowOpen):
			n[countOpen]++
		case strconv.Itoa(rowUnchanged):
			n[countUnchanged]++
		}
		for _, field := range g.own {
			switch g.results[ref(g.rowOf[r.Row.Item.ID], g.states[field])].text {
			case strconv.Itoa(statePrivate):
				n[countPrivate]++
			case strconv.Itoa(stateLook):
				n[countLook]++
			}
		}
	}
	return n
}

// signedState writes the state of a cell of the signature: empty, or naming
// another unit than the form is for. now is the state in the blank as it goes out.
func (g *guide) signedState(p part) (formula expression, now int) {
	cell := g.signed[p.name]
	if cell == "" {
		return "", stateNone
	}
	if p.name != "unit" {
		return "IF(" + unfilled(cell) + "," + strconv.Itoa(stateOpen) + ",0)", stateOpen
	}
	if g.check("unit_differs") != stateWrong {
		return "", stateNone
	}
	names := []string{"", g.in.Unit.Name}
	for _, n := range append([]string{g.in.Unit.Full}, g.in.Unit.Aliases...) {
		if n != "" {
			names = append(names, n)
		}
	}
	return "IF(" + isOneOf(cell, names) + ",0," + strconv.Itoa(stateWrong) + ")", stateNone
}

// toSign are the parts of the signature that a unit fills in.
func (g *guide) toSign() []part {
	var out []part
	for _, p := range g.spec.layout.Signature.parts() {
		if p.name != "unit" && g.signed[p.name] != "" {
			out = append(out, p)
		}
	}
	return out
}

const enumeration = "、"

func (g *guide) unsigned() expression {
	var parts []string
	for i, p := range g.spec.layout.Signature.parts() {
		if p.name != "unit" && g.signed[p.name] != "" {
			parts = append(parts, "IF("+g.count(stateSigned+i)+"="+strconv.Itoa(stateOpen)+","+quoted(enumeration+p.synonyms[0])+`,"")`)
		}
	}
	if len(parts) == 0 {
		return `""`
	}
	return "MID(" + strings.Join(parts, "&") + ",2,200)"
}

func (g *guide) unsignedNow() string {
	var names []string
	for _, p := range g.toSign() {
		names = append(names, p.synonyms[0])
	}
	return strings.Join(names, enumeration)
}

// clause is a part of the counter: it stands there when its count is not 0.
type clause struct {
	place int
	text  string
}

func (g *guide) clauses() (errors, look []clause) {
	t := g.spec.layout.Guide
	return []clause{{countOpen, t.Open.Value}, {countUnchanged, t.Unchanged.Value}, {countWrong, t.Wrong.Value}, {countPrivate, t.Private.Value}},
		[]clause{{countLook, t.Look.Value}}
}

// writeCounter puts the sentence into its cell.
func (g *guide) writeCounter() error {
	t := g.spec.layout.Guide
	errors, look := g.clauses()
	say := func(list []clause) expression {
		var parts []string
		for _, c := range list {
			before, after, _ := strings.Cut(t.Between+c.text, "{n}")
			parts = append(parts, "IF("+g.count(c.place)+">0,"+quoted(before)+"&"+g.count(c.place)+"&"+quoted(after)+`,"")`)
		}
		return strings.Join(parts, "&")
	}
	var sum []string
	for _, c := range errors {
		sum = append(sum, g.count(c.place))
	}
	list := g.count(listUnsigned)
	before, after, _ := strings.Cut(t.Between+t.Unsigned.Value, "{list}")
	formula := quoted(t.Label.Value+labelEnd) + "&IF(" + strings.Join(sum, "+") + "=0," + quoted(t.Complete.Value) + ",MID(" + say(errors) + "," +
		strconv.Itoa(len([]rune(t.Between))+1) + ",500))&" + say(look) + "&IF(" + list + `="",` + quoted(t.Between+t.Signed.Value) + "," +
		quoted(before) + "&" + list + "&" + quoted(after) + ")&" + quoted(t.End)
	return g.formula(ref(counterRow, 1), formula, result{text: g.sentence(g.countNow(), g.unsignedNow())})
}

// labelEnd stands behind the label of a line.
const labelEnd = "："

// sentence is what the counter says of counts.
func (g *guide) sentence(n map[int]int, unsigned string) string {
	t := g.spec.layout.Guide
	say := func(list []clause) (out []string) {
		for _, c := range list {
			if n[c.place] > 0 {
				out = append(out, policy.Fill(c.text, "n", strconv.Itoa(n[c.place])))
			}
		}
		return out
	}
	errors, look := g.clauses()
	parts := say(errors)
	if len(parts) == 0 {
		parts = []string{t.Complete.Value}
	}
	parts = append(parts, say(look)...)
	if unsigned == "" {
		parts = append(parts, t.Signed.Value)
	} else {
		parts = append(parts, policy.Fill(t.Unsigned.Value, "list", unsigned))
	}
	return t.Label.Value + labelEnd + strings.Join(parts, t.Between) + t.End
}

// longest is the longest sentence of the counter: room is kept for it.
func (g *guide) longest() string {
	n := map[int]int{countUnchanged: 0}
	for _, place := range []int{countOpen, countWrong, countPrivate, countLook} {
		n[place] = len(g.in.Rows)
	}
	if len(g.in.Previous) > 0 {
		n[countUnchanged] = len(g.in.Rows)
	}
	var names []string
	for _, p := range g.spec.layout.Signature.parts()[1:] {
		names = append(names, p.synonyms[0])
	}
	return g.sentence(n, strings.Join(names, enumeration))
}

// colour lets the states show. The formulas name their row by ROW, so that they
// hold for any part of the range that they are given to; a constant array is
// nothing that a conditional format may hold.
func (g *guide) colour() error {
	colors := g.spec.layout.Colors
	for _, field := range g.own {
		name, err := excelize.ColumnNumberToName(g.states[field])
		if err != nil {
			return err
		}
		state := "INDEX($" + name + ":$" + name + ",ROW())"
		col, _, err := excelize.CellNameToCoordinates(g.cell(1, field))
		if err != nil {
			return err
		}
		is := func(n int) expression { return state + "=" + strconv.Itoa(n) }
		if err := g.paint(ref(g.first, col)+":"+ref(g.end, col), []paint{{"OR(" + is(stateWrong) + "," + is(statePrivate) + ")", colors.Wrong},
			{is(stateOpen), colors.Required}, {is(stateLook), colors.Look}}); err != nil {
			return err
		}
	}
	for i, p := range g.spec.layout.Signature.parts() {
		if f, _ := g.signedState(p); f != "" {
			is := func(n int) expression { return g.count(stateSigned+i) + "=" + strconv.Itoa(n) }
			if err := g.paint(g.signed[p.name], []paint{{is(stateWrong), colors.Wrong}, {is(stateOpen), colors.Required}}); err != nil {
				return err
			}
		}
	}
	return g.paint(ref(counterRow, 1), []paint{{g.count(countWrong) + "+" + g.count(countPrivate) + ">0", colors.Wrong},
		{g.count(countOpen) + "+" + g.count(countUnchanged) + ">0", colors.Required}, {"TRUE", colors.Complete}})
}

// paint is a colour that a cell takes when a formula holds.
type paint struct{ when, color string }

func (b *blank) paint(cells string, list []paint) error {
	var options []excelize.ConditionalFormatOptions
	for _, p := range list {
		if p.color == "" {
			continue
		}
		style, err := b.file.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{p.color}}})
		if err != nil {
			return err
		}
		options = append(options, excelize.ConditionalFormatOptions{Type: "formula", Criteria: p.when, Format: &style, StopIfTrue: true})
	}
	if len(options) == 0 {
		return nil
	}
	return b.file.SetConditionalFormat(b.sheet, cells, options)
}
