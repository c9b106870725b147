package project

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
	"zwgk/pkg/workbook"
)

// PlanUnit is what a unit has to report on, by role.
type PlanUnit struct {
	Name  string
	Items map[duty.Role][]string
}

// Text lists the items by role: 责任 9 项（1、2（1）…），配合 11 项（…）.
func (u PlanUnit) Text() string {
	var parts []string
	for _, role := range []duty.Role{duty.Lead, duty.Responsible, duty.Cooperating} {
		items := u.Items[role]
		if len(items) == 0 {
			continue
		}
		var shown []string
		for _, id := range items {
			shown = append(shown, finding.ItemText(id))
		}
		parts = append(parts, fmt.Sprintf("%s %d 项（%s）", duty.Word(role), len(items), strings.Join(shown, "、")))
	}
	return strings.Join(parts, "；")
}

// PlanUnits lists the units with duties in roster order.
func (p *Project) PlanUnits() []PlanUnit {
	var out []PlanUnit
	for _, name := range p.Plan.Units(p.Roster) {
		u := PlanUnit{name, map[duty.Role][]string{}}
		for _, a := range p.Plan.Of(name) {
			u.Items[a.Duty] = append(u.Items[a.Duty], a.Item)
		}
		out = append(out, u)
	}
	return out
}

// PlanCounts counts assignments by role.
func (p *Project) PlanCounts() (lead, responsible, cooperating int) {
	for _, a := range p.Plan.Assignments {
		switch a.Duty {
		case duty.Lead:
			lead++
		case duty.Responsible:
			responsible++
		case duty.Cooperating:
			cooperating++
		}
	}
	return
}

// OpenQuestions says, one line for each wording and role, where the table
// names nobody: “县政府有关部门”没有指明是谁：任务 1、2（1）的配合单位.
func (p *Project) OpenQuestions() []string {
	type question struct {
		text string
		role duty.Role
		why  string
	}
	var items grouped[question]
	for _, u := range p.Plan.Undecided {
		q := question{u.Text, u.Duty, "没有指明是谁"}
		if c, ok := p.TableSpec.Collective(u.Text); ok && !c.Undecided {
			q.why = "说的单位，单位名录里一家也没有"
			if len(c.Except) > 0 {
				q.why = "除外以后，单位名录里没有别的单位了"
			}
		}
		if len(u.Groups) > 0 {
			q.why = fmt.Sprintf("指类别是“%s”的单位，单位名录里一家也没有", strings.Join(u.Groups, "”“"))
		}
		items.add(q, finding.ItemText(u.Item))
	}
	var out []string
	for _, q := range items.order {
		of := items.texts[q]
		out = append(out, fmt.Sprintf("“%s”%s：任务 %s 的%s单位，共 %d 处", q.text, q.why, strings.Join(of, "、"), duty.Word(q.role), len(of)))
	}
	if nobodys := p.nobodys(); len(nobodys) > 0 {
		out = append(out, fmt.Sprintf("任务 %s 没有写单位，请在分工表上选职责，或在“责任认定”中写明（“原文”空着）", strings.Join(nobodys, "、")))
	}
	return out
}

// nobodys are the items that the table names no unit for and nobody was given.
func (p *Project) nobodys() []string {
	given := map[string]bool{}
	for _, a := range p.Plan.Assignments {
		given[a.Item] = true
	}
	var out []string
	for _, r := range p.Table.Rows() {
		it := r.Item
		if len(it.Lead)+len(it.Responsible)+len(it.Cooperating) == 0 && !given[it.ID] && !slices.Contains(p.changed.Dropped, it.ID) {
			out = append(out, finding.ItemText(it.ID))
		}
	}
	return out
}

// UnknownUnits says, one line each, which names of the table the roster lacks, and in
// which cells they stand.
func (p *Project) UnknownUnits() []string {
	type question struct {
		text, near string
	}
	items, cells := map[question][]string{}, map[question][]string{}
	var order []question
	for _, u := range p.Plan.Unknown {
		q := question{u.Text, "不在单位名录中"}
		if u.Retired {
			q.near = "在单位名录中已停用，请写明现在由哪家承担"
		} else if len(u.Candidates) > 0 {
			q.near += "，相近的有：" + strings.Join(u.Candidates, "、")
		}
		if items[q] == nil {
			order = append(order, q)
		}
		if item := finding.ItemText(u.Item); !slices.Contains(items[q], item) {
			items[q] = append(items[q], item)
		}
		for _, cell := range p.cellsOf(u) {
			if !slices.Contains(cells[q], cell) {
				cells[q] = append(cells[q], cell)
			}
		}
	}
	var out []string
	for _, q := range order {
		out = append(out, fmt.Sprintf("任务 %s 的“%s”%s%s", strings.Join(items[q], "、"), q.text, inBrackets(cells[q]), q.near))
	}
	return out
}

// inBrackets lists a few cells.
func inBrackets(cells []string) string {
	if len(cells) == 0 {
		return ""
	}
	return "（" + few(cells, 5, "处") + "）"
}

// cellsOf are the cells of the table in which an unknown name stands.
func (p *Project) cellsOf(u duty.Unknown) []string {
	var out []string
	for _, f := range p.Table.Findings {
		if f.Code != duty.CodeUnknown || f.Item != u.Item || f.Value != u.Text {
			continue
		}
		if first := p.Table.Rows()[0].Item.Source; f.Sheet != first.Sheet {
			out = append(out, f.Sheet+" "+f.Cell)
		} else {
			out = append(out, f.Cell)
		}
	}
	return out
}

// Abbreviations says, one line each, which names were taken for the abbreviation of
// a unit's: the office should see them.
func (p *Project) Abbreviations() []string {
	var out []string
	for _, r := range p.Plan.Readings {
		line := fmt.Sprintf("“%s”按简称认作%s，请核对；不对的，在“单位认定”中写明", r.Text, r.Unit)
		if !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}

// Reminders says what the office should look at besides the plan: the table's own
// problems, units of a draft that nobody confirmed, changes that hold later.
func (p *Project) Reminders() []string {
	var out []string
	own := slices.DeleteFunc(slices.Clone(p.Table.Findings), func(f finding.Finding) bool { return f.Severity == finding.Info || f.Code == duty.CodeUnknown })
	if len(own) > 0 {
		out = append(out, fmt.Sprintf("任务分解表有 %d 处要核对，看 zwgk tasks %s。", len(own), filepath.ToSlash(p.officeFile(p.options.Tasks, p.Settings.Tasks, tableNames))))
	}
	unconfirmed := 0
	for _, u := range p.Roster.Units {
		if strings.Contains(u.Note, toConfirm) {
			unconfirmed++
		}
	}
	if unconfirmed > 0 {
		out = append(out, fmt.Sprintf("单位名录里还有 %d 家的备注写着“%s”，核对以后请删去备注。", unconfirmed, toConfirm))
	}
	out = append(out, p.strangeGroups()...)
	if idle := p.idle(); len(idle) > 0 {
		out = append(out, fmt.Sprintf("名录里有 %d 家没有任务：%s。", len(idle), few(idle, mostUnits, "家")))
	}
	if late := p.afterAll(); len(late) > 0 {
		out = append(out, fmt.Sprintf("变更 %s 的日期在最后一个报送期以后，不会起作用，请核对。", strings.Join(late, "、")))
	}
	if n := len(p.later.Notes) - len(p.changed.Notes); n > 0 {
		out = append(out, fmt.Sprintf("另有 %d 项变更以后才生效，这里是%s的分工；看别的报送期，加 --round。", n, p.Round.Name))
	}
	return out
}

// strangeGroups says which groups of the roster no collective means, when another group is
// nearly called so: a slip would take their duties away in silence.
func (p *Project) strangeGroups() []string {
	known := p.TableSpec.GroupNames()
	var units grouped[string]
	for _, u := range p.Roster.Active() {
		if u.Group != "" && !slices.Contains(known, u.Group) {
			units.add(u.Group, u.Name)
		}
	}
	var out []string
	for _, g := range units.order {
		out = append(out, fmt.Sprintf("单位名录里的类别“%s”（%s）不是任务表的统称所指的类别，“各镇街”“各部门”一类的说法不算这些单位；写错的请改，类别有：%s。", g, few(units.texts[g], mostUnits, "家"), strings.Join(known, "、")))
	}
	return out
}

// grouped are texts by what they are about, in the order in which that comes first.
type grouped[K comparable] struct {
	order []K
	texts map[K][]string
}

func (g *grouped[K]) add(about K, text string) {
	if g.texts == nil {
		g.texts = map[K][]string{}
	}
	if g.texts[about] == nil {
		g.order = append(g.order, about)
	}
	g.texts[about] = append(g.texts[about], text)
}

// idle are the units in use that have no duty at all.
func (p *Project) idle() []string {
	has := map[string]bool{}
	for _, a := range p.Plan.Assignments {
		has[a.Unit] = true
	}
	var out []string
	for _, u := range p.Roster.Active() {
		if !has[u.Name] {
			out = append(out, u.Name)
		}
	}
	return out
}

// few lists texts, of more than most of them the first, and how many there are.
func few(texts []string, most int, counter string) string {
	if n := len(texts); n > most {
		return fmt.Sprintf("%s 等 %d %s", strings.Join(texts[:most], "、"), n, counter)
	}
	return strings.Join(texts, "、")
}

// mostUnits are named in a reminder.
const mostUnits = 8

// afterAll are the days of changes that hold in no round.
func (p *Project) afterAll() []string {
	last := ""
	for _, r := range p.Settings.Rounds {
		last = max(last, r.AsOf.Value, r.Due.Value)
	}
	var out []string
	for _, c := range p.dated {
		if last != "" && c.From > last && !slices.Contains(out, c.From) {
			out = append(out, c.From)
		}
	}
	return out
}

// toConfirm marks what a draft guessed.
const toConfirm = "待核对"

// WritePlan writes the plan as a workbook.
func (p *Project) WritePlan(w io.Writer) error {
	return workbook.Plan(w, p.workbookInput(nil))
}

// writeQuestions writes what the office still has to decide.
func (p *Project) writeQuestions(box *outbox, c *Checked) error {
	q := decision.Questions{Made: p.made(), Decided: p.Decisions}
	if p.Settings.Sample {
		q.Note = "示例数据，纯属虚构。"
	}
	for _, u := range p.Roster.Active() {
		q.Units = append(q.Units, u.Name)
	}
	for _, u := range p.Plan.Undecided {
		q.Duties = append(q.Duties, decision.DutyQuestion{Item: finding.ItemText(u.Item), Task: p.taskOf(u.Item), Role: duty.Word(u.Duty), Text: u.Text})
	}
	seen := map[string]bool{}
	identity := func(written, where string, candidates []string) {
		if written != "" && !seen[written] {
			seen[written] = true
			q.Identities = append(q.Identities, decision.IdentityQuestion{Written: written, Candidates: candidates, Where: where})
		}
	}
	for _, u := range p.Plan.Unknown {
		identity(u.Text, "任务分解表 任务 "+finding.ItemText(u.Item)+inBrackets(p.cellsOf(u)), u.Candidates)
	}
	for _, f := range c.Result.Files {
		for _, s := range f.Sheets {
			if s.Unit == "" && s.Verdict != finding.Ignored {
				identity(value.Mask(writtenUnit(s)), f.Path+" "+s.Sheet, s.Form.Candidates)
			}
		}
	}
	p.askReceipts(&q, c)
	return box.add("待决定.xlsx", "questions", func(w io.Writer) error { return decision.Write(w, q) })
}

func (p *Project) askReceipts(q *decision.Questions, c *Checked) {
	seen := map[string]bool{}
	for _, t := range c.Ledger.Ties {
		kept, other := t.Kept.Source.File, t.Other.Source.File
		for _, pair := range [][2]string{{kept, other}, {other, kept}} {
			if !seen[pair[0]] && kept != other {
				seen[pair[0]] = true
				q.Receipts = append(q.Receipts, decision.ReceiptQuestion{File: pair[0], Why: "与 " + pair[1] + " 内容不同，分不清先后"})
			}
		}
	}
}

func (p *Project) taskOf(item string) string {
	row, _ := p.Table.Find(item)
	return row.Task
}

func writtenUnit(s check.Sheet) string {
	for _, how := range []string{"cell", "stamp", "title", "file", "folder", "sender"} {
		for _, n := range s.Form.UnitNames {
			if n.How == how && n.Written != "" {
				return n.Written
			}
		}
	}
	return ""
}

// made is the date that workbooks carry: the round's last day.
func (p *Project) made() time.Time {
	for _, day := range []string{p.Round.AsOf, p.Round.Due, p.Round.Start} {
		if t, err := time.Parse(time.DateOnly, day); err == nil {
			return t
		}
	}
	return time.Date(max(p.Settings.Year, 2000), 12, 31, 0, 0, 0, 0, time.UTC)
}

// Ranked gives the scores by group in the order of the scheme, rank and roster order.
func (p *Project) Ranked(s *assess.Scores) []assess.UnitScore {
	out := slices.Clone(s.Units)
	order := map[string]int{}
	for i, g := range p.Scheme.Groups {
		order[g.Name] = i
	}
	slices.SortStableFunc(out, func(a, b assess.UnitScore) int {
		return cmp.Or(cmp.Compare(order[a.Group], order[b.Group]), cmp.Compare(a.Rank, b.Rank))
	})
	return out
}

func emptyChecked() *Checked {
	return &Checked{Result: &check.Result{}, Ledger: &ledger.Ledger{Files: map[string]ledger.Rows{}, Sheets: map[ledger.SheetKey]ledger.Rows{}}}
}
