package project

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"zwgk/pkg/decision"
	"zwgk/pkg/form"
)

// mostPoints bounds an adjustment: more is a slip of the pen.
var mostPoints = decimal.NewFromInt(1000)

// verifyDecisions refuses what would have no effect: names in decisions that
// nothing in the project has. Units and items are verified elsewhere.
func (p *Project) verifyDecisions() error {
	d := p.Decisions
	for _, x := range d.Waivers {
		if _, ok := p.Rules.Catalogue.Rule(x.Code); x.Code != "" && !ok {
			return noEffect(x.Basis, "没有代码“%s”。运行 zwgk explain 看全部代码。", x.Code)
		}
	}
	for _, x := range d.Extensions {
		if err := p.knownRound(x.Round, x.Basis); err != nil {
			return err
		}
	}
	for _, x := range d.Adjustments {
		if err := p.verifyAdjustment(x); err != nil {
			return err
		}
	}
	for _, x := range d.Fills {
		if err := p.verifyFill(x); err != nil {
			return err
		}
	}
	return nil
}

func noEffect(b decision.Basis, format string, args ...any) error {
	return fmt.Errorf("%s 工作表“%s” %s：%s", b.Source.File, b.Source.Sheet, b.Source.Cell, fmt.Sprintf(format, args...))
}

// knownRound: a project without rounds knows none.
func (p *Project) knownRound(round string, b decision.Basis) error {
	if len(p.Settings.Rounds) == 0 || slices.ContainsFunc(p.rounds(), func(r form.Round) bool { return r.Named(round) }) {
		return nil
	}
	return noEffect(b, "project.yaml 里没有轮次“%s”，有：%s。", round, strings.Join(p.roundIDs(), "、"))
}

func (p *Project) verifyAdjustment(x decision.Adjustment) error {
	if yearRound := (form.Round{ID: yearID, Name: yearName}); !yearRound.Named(x.Round) {
		if err := p.knownRound(x.Round, x.Basis); err != nil {
			return fmt.Errorf("%w全年的写“%s”。", err, yearName)
		}
	}
	if n, err := decimal.NewFromString(x.Points); err != nil || n.Abs().GreaterThan(mostPoints) {
		return noEffect(x.Basis, "分值“%s”太大，应在 -%s 到 %s 之间。", x.Points, mostPoints, mostPoints)
	}
	return nil
}

func (p *Project) verifyFill(x decision.Fill) error {
	if err := p.knownRound(x.Round, x.Basis); err != nil {
		return err
	}
	field, ok := p.Spec.Field(x.Field)
	if !ok || p.Spec.Office(field) {
		return noEffect(x.Basis, "填报表里没有由单位填写的栏目“%s”。", x.Field)
	}
	if field == form.FieldStatus && p.Spec.StatusOf(x.Content) == form.UnknownStatus {
		return noEffect(x.Basis, "完成情况“%s”读不懂，应写：%s。", x.Content, strings.Join(p.Spec.StatusWords(), "、"))
	}
	if field == form.FieldDate && p.Spec.DateOf(x.Content, p.Settings.Year).Bad {
		return noEffect(x.Basis, "完成时间“%s”不是日期，应写成 2019-06-20 的样子。", x.Content)
	}
	if field == form.FieldProgress && p.Spec.ProgressOf(x.Content, "").Kind == "bad" {
		return noEffect(x.Basis, "进度“%s”读不懂，应写成 80%% 的样子。", x.Content)
	}
	return nil
}
