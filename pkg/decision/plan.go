package decision

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// PlanSheet is the hidden sheet of a plan workbook that says what stood in it,
// and PlanVersion what its rows mean. Each row begins with a word:
//
//	zwgk-plan version
//	matrix sheet total    the sheet with units and items, and the word of its last row
//	open sheet number     the sheet with the questions, and how many there are
//	column key header     of the questions
//	kind key word         of the questions
//	role code symbol word
//	item id header title requirement
//	unit name
//	duty unit item role
const (
	PlanSheet   = "zwgk-plan"
	PlanVersion = 2
)

// NoDuty is the role of a unit that the office takes off an item.
const NoDuty = "none"

// Edit is a duty that the office changed in a plan workbook. The roles are
// codes; NoDuty stands for an empty cell.
type Edit struct {
	Unit, Item, Was, Now string
	Source               finding.Place
}

// PlanItem is an item as it was when the plan workbook was written.
type PlanItem struct{ ID, Title, Requirement string }

// Plan is a plan workbook that the office filled in: what it changed in the matrix
// and the questions that it answered, as decisions, and the items by their ID.
type Plan struct {
	Set   *Set
	Edits []Edit
	Items map[string]PlanItem
	Units []string // those that had a row
}

// ReadPlan reads a plan workbook. An error names sheet and cell, in Chinese.
func ReadPlan(file string, wb *grid.Workbook) (*Plan, error) {
	p := &planReader{file: file, wb: wb, set: &Set{}, duties: map[[2]string]string{}, roles: map[string]string{}, heads: map[string]string{},
		columns: map[string]string{}, kinds: map[string]string{}, items: map[string]PlanItem{}, identities: map[string]Identity{}}
	for _, step := range []func() error{p.record, p.matrix, p.questions} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return &Plan{p.set, p.edits, p.items, p.units}, nil
}

// Follow gives the plan with the IDs that its items have now, as find tells by what
// they were. What the office said of an item that find has an error for is left out,
// and the error is among orphans, one for each cell. Only items that the office said
// something of are looked for.
func (p *Plan) Follow(find func(was PlanItem, at finding.Place) (id string, err error)) (now *Plan, orphans []error) {
	set := *p.Set
	now = &Plan{&set, nil, p.Items, p.Units}
	set.Duties = nil
	gone := map[finding.Place]bool{}
	follow := func(id *string, at finding.Place) (there bool) {
		was, known := p.itemOf(*id)
		if *id == "" || !known {
			return true
		}
		item, err := find(was, at)
		if err != nil && !gone[at] {
			gone[at] = true
			orphans = append(orphans, err)
		}
		*id = item
		return err == nil
	}
	for _, e := range p.Edits {
		if follow(&e.Item, e.Source) {
			now.Edits = append(now.Edits, e)
		}
	}
	for _, d := range p.Set.Duties {
		if follow(&d.Item, d.Source) {
			set.Duties = append(set.Duties, d)
		}
	}
	return now, orphans
}

// itemOf finds an item by its ID as the workbook shows it.
func (p *Plan) itemOf(written string) (PlanItem, bool) {
	for _, id := range slices.Sorted(maps.Keys(p.Items)) {
		if id == written || value.Fold(finding.ItemText(id)) == value.Fold(written) {
			return p.Items[id], true
		}
	}
	return PlanItem{}, false
}

type planReader struct {
	file  string
	wb    *grid.Workbook
	set   *Set
	edits []Edit

	matrixSheet, total, openSheet string
	asked                         bool // there are questions
	width                         int  // of the matrix, in columns
	units                         []string
	duties                        map[[2]string]string // unit, item → role
	roles                         map[string]string    // folded symbol or word → role
	symbols                       []string
	heads                         map[string]string // folded header of an item → its ID
	columns                       map[string]string // folded header of a question's column → key
	kinds                         map[string]string // folded word of a question's kind → key
	items                         map[string]PlanItem
	identities                    map[string]Identity // by the folded name that they are about
}

func (p *planReader) sheet(name string) *grid.Sheet {
	for _, s := range p.wb.Sheets {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// record reads the hidden sheet.
func (p *planReader) record() error {
	s := p.sheet(PlanSheet)
	if s == nil {
		return fmt.Errorf("%s 不是 zwgk plan --out 写出的分工表，读不出改了什么。请重新运行 zwgk plan --out 写一份，在上面改。", p.file)
	}
	s.EachRow(func(n int, cells []grid.Cell) bool {
		t := make([]string, 5)
		for _, c := range cells {
			if c.Col <= len(t) {
				t[c.Col-1] = c.Text
			}
		}
		p.recorded(t)
		return true
	})
	if p.matrixSheet == "" || p.openSheet == "" || len(p.heads) == 0 || len(p.symbols) == 0 {
		return fmt.Errorf("%s 的隐藏工作表“%s”不完整，读不出改了什么。请重新运行 zwgk plan --out 写一份，在上面改。", p.file, PlanSheet)
	}
	return nil
}

func (p *planReader) recorded(t []string) {
	switch t[0] {
	case "matrix":
		p.matrixSheet, p.total = t[1], t[2]
	case "open":
		p.openSheet, p.asked = t[1], t[2] != "0"
	case "column":
		p.columns[value.Fold(t[2])] = t[1]
	case "kind":
		p.kinds[value.Fold(t[2])] = t[1]
	case "role":
		for _, word := range t[2:4] {
			if f := value.Fold(word); f != "" {
				p.roles[f] = t[1]
			}
		}
		if t[1] != "volunteer" {
			p.symbols = append(p.symbols, t[2])
		}
	case "item":
		p.heads[value.Fold(t[2])] = t[1]
		p.items[t[1]] = PlanItem{t[1], t[3], t[4]}
	case "unit":
		p.units = append(p.units, t[1])
	case "duty":
		p.duties[[2]string{t[1], t[2]}] = t[3]
	}
}

// matrix compares the cells with what stood in them.
func (p *planReader) matrix() error {
	s := p.sheet(p.matrixSheet)
	if s == nil {
		return fmt.Errorf("%s 里没有工作表“%s”。请恢复它的名称，或重新运行 zwgk plan --out 写一份。", p.file, p.matrixSheet)
	}
	head, items := p.itemColumns(s)
	p.width = s.MaxCol()
	if len(items) < len(p.heads) {
		return fmt.Errorf("%s 工作表“%s”的表头里少了任务 %s。请恢复这一列；谁也不承担的任务，把格子清空即可。", p.file, s.Name, strings.Join(p.missingItems(items), "、"))
	}
	seen := map[string]int{}
	sums := false // the row of sums is passed: a unit may be added below it, and notes
	var err error
	s.EachRow(func(n int, _ []grid.Cell) bool {
		if n <= head {
			return true
		}
		unit := value.Squeeze(textAt(s, n, 1))
		if err = p.misplaced(s, head, n, unit, items); err != nil {
			return false
		}
		if unit == "" || value.Fold(unit) == value.Fold(p.total) || sums && !p.marked(s, n, items) {
			sums = sums || unit != ""
			return true
		}
		if before := seen[unit]; before > 0 {
			err = fmt.Errorf("%s 工作表“%s”：单位“%s”写了两行（A%d 和 A%d）。请合成一行。", p.file, s.Name, unit, before, n)
		} else {
			seen[unit] = n
			err = p.unitRow(s, n, unit, items)
		}
		return err == nil
	})
	if err != nil {
		return err
	}
	for _, u := range p.units {
		if seen[u] == 0 {
			return fmt.Errorf("%s 工作表“%s”里没有单位“%s”这一行。请恢复这一行；不承担任务的，把格子清空即可。", p.file, s.Name, u)
		}
	}
	return nil
}

// misplaced tells of a duty that stands where it counts for nobody: in a row without a unit
// or that of the sums, or in a column that is no item's.
func (p *planReader) misplaced(s *grid.Sheet, head, row int, unit string, items map[string]int) error {
	columns := slices.Collect(maps.Values(items))
	nobody := unit == "" || value.Fold(unit) == value.Fold(p.total)
	for col := 2; col <= p.width; col++ {
		c := s.At(row, col)
		if c == nil || value.Blank(c.Text) {
			continue
		}
		item := slices.Contains(columns, col)
		switch _, role := p.roles[value.Fold(c.Text)]; {
		case !role:
		case !item && !value.Blank(textAt(s, head, col)):
			return fmt.Errorf("%s 工作表“%s” %s：“%s”这一列不是任务，写在这里的“%s”不会起作用。新增任务请在 decisions.xlsx 的“变更”中写明。", p.file, s.Name, c.Ref(), value.Squeeze(textAt(s, head, col)), c.Text)
		case unit != "" && nobody && item:
			return fmt.Errorf("%s 工作表“%s” %s：写了“%s”，而这一行是合计，不是单位。请写在单位的那一行，或把这一格恢复。", p.file, s.Name, c.Ref(), c.Text)
		case nobody && item:
			return fmt.Errorf("%s 工作表“%s” %s：写了“%s”，而 A%d 没有写单位。请在 A%d 写明单位，或把这一格清空。", p.file, s.Name, c.Ref(), c.Text, row, row)
		}
	}
	return nil
}

// marked tells whether a row says anything of an item.
func (p *planReader) marked(s *grid.Sheet, row int, items map[string]int) bool {
	for _, col := range items {
		if c := s.At(row, col); c != nil && !value.Blank(c.Text) {
			return true
		}
	}
	return false
}

// itemColumns finds the row with the items' numbers, and their columns. The row
// of sums has numbers too, but they repeat.
func (p *planReader) itemColumns(s *grid.Sheet) (row int, items map[string]int) {
	s.EachRow(func(n int, cells []grid.Cell) bool {
		found := map[string]int{}
		for _, c := range cells {
			if id, ok := p.heads[value.Fold(c.Text)]; ok && c.Col > 1 && found[id] == 0 {
				found[id] = c.Col
			}
		}
		if len(found) > len(items) {
			row, items = n, found
		}
		return true
	})
	return row, items
}

func (p *planReader) missingItems(items map[string]int) []string {
	var out []string
	for _, id := range p.heads {
		if items[id] == 0 {
			out = append(out, finding.ItemText(id))
		}
	}
	slices.Sort(out)
	return out
}

func (p *planReader) unitRow(s *grid.Sheet, row int, unit string, items map[string]int) error {
	for _, item := range slices.SortedFunc(maps.Keys(items), func(a, b string) int { return items[a] - items[b] }) {
		col := items[item]
		written := value.Fold(textAt(s, row, col))
		now, known := p.roles[written]
		if value.Blank(written) {
			now, known = NoDuty, true
		}
		place := finding.Place{File: p.file, Sheet: s.Name, Cell: grid.Ref(row, col)}
		if unknownResult(s, row, col) {
			return fmt.Errorf("%s 工作表“%s” %s：是公式，没有存下结果。请直接选职责，或用 Excel、WPS 打开另存一次。", p.file, s.Name, place.Cell)
		}
		if !known {
			return fmt.Errorf("%s 工作表“%s” %s：“%s”不是职责。应选 %s 中的一个，或清空。", p.file, s.Name, place.Cell, textAt(s, row, col), strings.Join(p.symbols, " "))
		}
		was := p.duties[[2]string{unit, item}]
		if was == "" {
			was = NoDuty
		}
		if was != now {
			p.edits = append(p.edits, Edit{unit, item, was, now, place})
			p.set.Duties = append(p.set.Duties, Duty{Item: item, Role: now, Units: []string{unit}, Basis: Basis{Source: place, cells: map[string]string{"单位": grid.Ref(row, 1)}}})
		}
	}
	return nil
}

// questions reads the answers.
func (p *planReader) questions() error {
	s := p.sheet(p.openSheet)
	if s == nil {
		return fmt.Errorf("%s 里没有工作表“%s”。请恢复它的名称，或重新运行 zwgk plan --out 写一份。", p.file, p.openSheet)
	}
	head, columns := p.questionColumns(s)
	if head == 0 && p.asked {
		return fmt.Errorf("%s 工作表“%s”的表头不见了，读不出认定了什么。请恢复表头，或重新运行 zwgk plan --out 写一份。", p.file, s.Name)
	}
	var err error
	s.EachRow(func(n int, _ []grid.Cell) bool {
		if head == 0 || n <= head {
			return true
		}
		err = p.answer(s, n, columns)
		return err == nil
	})
	return err
}

func (p *planReader) questionColumns(s *grid.Sheet) (row int, columns map[string]int) {
	s.EachRow(func(n int, cells []grid.Cell) bool {
		found := map[string]int{}
		for _, c := range cells {
			if key, ok := p.columns[value.Fold(c.Text)]; ok {
				found[key] = c.Col
			}
		}
		if found["answer"] > 0 && found["text"] > 0 && row == 0 {
			row, columns = n, found
		}
		return row == 0
	})
	return row, columns
}

func (p *planReader) answer(s *grid.Sheet, n int, columns map[string]int) error {
	at := func(key string) string {
		if columns[key] == 0 {
			return ""
		}
		return strings.TrimSpace(textAt(s, n, columns[key]))
	}
	cell := grid.Ref(n, columns["answer"])
	if unknownResult(s, n, columns["answer"]) {
		return fmt.Errorf("%s 工作表“%s” %s：是公式，没有存下结果。请直接写单位，或用 Excel、WPS 打开另存一次。", p.file, s.Name, cell)
	}
	if value.Blank(at("answer")) {
		for _, key := range []string{"by", "reason"} {
			if !value.Blank(at(key)) && !value.Blank(at("text")) {
				return fmt.Errorf("%s 工作表“%s” %s：写了“%s”，而 %s 没有写单位。请在 %s 写明单位（没有的写“无”），或把这一格清空。", p.file, s.Name, grid.Ref(n, columns[key]), at(key), cell, cell)
			}
		}
		return nil
	}
	date := at("date")
	if c := s.At(s.TopLeft(n, max(columns["date"], 1))); c != nil && columns["date"] > 0 && c.Type == grid.Date {
		date, _, _ = strings.Cut(c.Raw, "T")
	}
	basis := Basis{By: at("by"), Date: date, Reason: at("reason"), Source: finding.Place{File: p.file, Sheet: s.Name, Cell: cell}}
	units := unitsIn(at("answer"))
	if wrong := mixed(at("answer")); wrong != "" {
		return fmt.Errorf("%s 工作表“%s” %s：%s", p.file, s.Name, cell, wrong)
	}
	switch kind := p.kinds[value.Fold(at("kind"))]; kind {
	case "unknown":
		if len(units) > 1 {
			p.set.Duties = append(p.set.Duties, Duty{Role: AnyRole, Text: at("text"), Units: units, Written: at("answer"), Basis: basis})
			return nil
		}
		d := Identity{Written: at("text"), Unit: strings.Join(units, ""), Basis: basis}
		if before, ok := p.identities[value.Fold(d.Written)]; ok {
			if before.Unit != d.Unit {
				return fmt.Errorf("%s 工作表“%s” %s：“%s”认定为“%s”，而 %s 写的是“%s”。请只保留一个。", p.file, s.Name, cell, d.Written, cmp.Or(d.Unit, "无"), before.Source.Cell, cmp.Or(before.Unit, "无"))
			}
			return nil
		}
		p.identities[value.Fold(d.Written)] = d
		p.set.Identities = append(p.set.Identities, d)
	case "undecided":
		role := p.roles[value.Fold(at("role"))]
		if role == "" || value.Blank(at("item")) || value.Blank(at("text")) {
			return fmt.Errorf("%s 工作表“%s” %s：这一行的任务、角色或原文不全，不知道认定的是什么。请照原样恢复。", p.file, s.Name, cell)
		}
		for _, d := range p.set.Duties {
			if d.Item == at("item") && d.Role == role && d.Text != "" && value.Fold(d.Text) == value.Fold(at("text")) && !slices.Equal(d.Units, units) {
				return fmt.Errorf("%s 工作表“%s” %s：任务 %s 的“%s”认定为“%s”，而 %s 写的是“%s”。请只保留一个。", p.file, s.Name, cell, at("item"), d.Text, at("answer"), d.Source.Cell, d.Written)
			}
		}
		p.set.Duties = append(p.set.Duties, Duty{Item: at("item"), Role: role, Text: at("text"), Units: units, Written: at("answer"), Basis: basis})
	default:
		return fmt.Errorf("%s 工作表“%s” %s：“%s”栏写的是“%s”，不知道认定的是什么。请照原样恢复。", p.file, s.Name, cell, p.headOf("kind"), at("kind"))
	}
	return nil
}

func (p *planReader) headOf(key string) string {
	for head, k := range p.columns {
		if k == key {
			return head
		}
	}
	return key
}

// unknownResult: a formula of which the file has no result.
func unknownResult(s *grid.Sheet, row, col int) bool {
	c := s.At(s.TopLeft(row, col))
	return c != nil && c.Formula && c.Text == ""
}

// textAt is the text of a cell, or of the merged one that it is part of.
func textAt(s *grid.Sheet, row, col int) string {
	row, col = s.TopLeft(row, col)
	if c := s.At(row, col); c != nil {
		return c.Text
	}
	return ""
}
