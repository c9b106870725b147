package workbook

import (
	"cmp"
	"slices"

	"zwgk/pkg/assess"
	"zwgk/pkg/finding"

	"github.com/shopspring/decimal"
)

// scoreColumns are the columns of the rank tables; indicators stands for one
// column per indicator.
var scoreColumns = map[string]func(*assess.UnitScore) cell{
	"rank":       func(u *assess.UnitScore) cell { return rankCell(u.Rank) },
	"unit":       func(u *assess.UnitScore) cell { return plain(u.Unit) },
	"indicators": nil,
	"score":      func(u *assess.UnitScore) cell { return points(u.Score) },
	"adjustment": func(u *assess.UnitScore) cell { return points(u.Adjustment) },
	"final":      func(u *assess.UnitScore) cell { c := points(u.Final); c.style.bold = true; return c },
	"grade":      func(u *assess.UnitScore) cell { return plain(u.Grade) },
}

func (v *view) scoreSheet() sheet {
	p := v.Layout.Ledger.Scores
	if v.Scores == nil || len(v.Scores.Units) == 0 {
		return tableSheet[*assess.UnitScore](v.Input, p, v.Layout.Subtitle, scoreColumns, nil)
	}
	indicators := v.indicators()
	p = v.withIndicators(p, indicators)
	s := sheet{name: p.Name, landscape: true, widths: p.widths()}
	s.rows = v.heading(p.Title, v.Layout.Subtitle, len(p.Columns), false)
	s.head = len(s.rows)
	for _, g := range v.scoreGroups() {
		s.rows = append(s.rows, v.groupTitle(g, len(p.Columns)), v.Layout.headerRow(p.Columns))
		for _, u := range v.ranked(g) {
			s.rows = append(s.rows, v.scoreRow(p, u))
		}
	}
	return s
}

func (v *view) groupTitle(group string, columns int) row {
	st := style{font: v.Layout.Fonts.Head, size: 12, bold: true, middle: true}
	return row{cells: []cell{{text: group, style: st, span: columns}}, height: 26}
}

func (v *view) scoreRow(p Page, u *assess.UnitScore) row {
	var r row
	for _, c := range p.Columns {
		if get := scoreColumns[c.Key.Value]; get != nil {
			r.cells = append(r.cells, v.Layout.dress(get(u), c.Centre))
			continue
		}
		at := plain("")
		if sum, ok := indicatorScore(u, c.Key.Value); ok {
			at = points(sum)
		}
		r.cells = append(r.cells, v.Layout.dress(at, c.Centre))
	}
	return r
}

// withIndicators has a column per indicator where the page says indicators. What an indicator with
// parts has of its own is the change of their scale and what its cap took: its head says so.
func (v *view) withIndicators(p Page, indicators []string) Page {
	i := slices.IndexFunc(p.Columns, func(c Column) bool { return c.Key.Value == "indicators" })
	if i < 0 {
		return p
	}
	columns := slices.Clone(p.Columns[:i])
	for _, name := range indicators {
		c := p.Columns[i]
		c.Key.Value, c.Head = name, name
		if v.parent(name) && v.Layout.Words.Parent != "" {
			c.Head = fill(v.Layout.Words.Parent, map[string]string{"name": name})
		}
		columns = append(columns, c)
	}
	p.Columns = append(columns, p.Columns[i+1:]...)
	return p
}

// parent tells that an indicator has parts.
func (v *view) parent(name string) bool {
	return slices.ContainsFunc(v.Scores.Units, func(u assess.UnitScore) bool {
		return slices.ContainsFunc(u.Lines, func(l assess.Line) bool { return slices.Contains(l.Under, name) })
	})
}

// indicators lists the indicators in the order of the first account that has them.
func (v *view) indicators() []string {
	var out []string
	for _, u := range v.Scores.Units {
		for _, l := range u.Lines {
			if !slices.Contains(out, l.Indicator) {
				out = append(out, l.Indicator)
			}
		}
	}
	return out
}

// indicatorScore sums the lines of an indicator; ok is false when there is none.
// A line whose score is no number is shown as it stands.
func indicatorScore(u *assess.UnitScore, indicator string) (sum string, ok bool) {
	var n decimal.Decimal
	places := int32(0)
	for _, l := range u.Lines {
		if l.Indicator != indicator {
			continue
		}
		d, err := decimal.NewFromString(l.Score)
		if err != nil {
			return l.Score, true
		}
		n, ok, places = n.Add(d), true, min(places, d.Exponent())
	}
	return n.StringFixed(-places), ok
}

func (v *view) scoreGroups() []string {
	var out []string
	for _, u := range v.Scores.Units {
		if !slices.Contains(out, u.Group) {
			out = append(out, u.Group)
		}
	}
	return out
}

func (v *view) ranked(group string) []*assess.UnitScore {
	var out []*assess.UnitScore
	for i := range v.Scores.Units {
		if v.Scores.Units[i].Group == group {
			out = append(out, &v.Scores.Units[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *assess.UnitScore) int { return rankOrder(a.Rank) - rankOrder(b.Rank) })
	return out
}

// rankOrder puts units without a rank (not ranked, 0) last.
func rankOrder(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

// scoreLine is a line of a unit's account.
type scoreLine struct {
	unit    *assess.UnitScore
	of      assess.Line
	sources string
	source  string // the first cell of them
	link    string // to it
}

var lineColumns = map[string]func(scoreLine) cell{
	"group":     func(l scoreLine) cell { return plain(l.unit.Group) },
	"unit":      func(l scoreLine) cell { c := plain(l.unit.Unit); c.keep = true; return c },
	"indicator": func(l scoreLine) cell { c := plain(l.of.Indicator); c.keep = true; return c },
	"clause":    func(l scoreLine) cell { return plain(l.of.Clause) },
	"max":       func(l scoreLine) cell { return points(mostOf(l.of)) },
	"score":     func(l scoreLine) cell { return points(l.of.Score) },
	"reason":    func(l scoreLine) cell { return plain(l.of.Reason) },
	"items":     func(l scoreLine) cell { return plain(finding.ItemTexts(l.of.Items)) },
	"sources":   func(l scoreLine) cell { return plain(l.sources) },
	"source":    func(l scoreLine) cell { c := plain(l.source); c.link = l.link; return c },
}

// mostOf is what a line can give, "" for one that changes what the lines above gave.
func mostOf(l assess.Line) string {
	most, err := decimal.NewFromString(l.Max)
	if score, wrong := decimal.NewFromString(l.Score); err == nil && wrong == nil && (most.IsNegative() || most.IsZero() && !score.IsZero()) {
		return ""
	}
	return l.Max
}

func (v *view) lineSheet() sheet {
	var rows []scoreLine
	for i := range v.Scores.Units {
		u := &v.Scores.Units[i]
		for _, l := range u.Lines {
			row := scoreLine{unit: u, of: l}
			for _, p := range l.Sources {
				if row.link == "" {
					row.source, row.link = cmp.Or(p.Cell, v.Layout.Words.Open), v.link(p)
				}
			}
			row.sources = v.placesText(l.Sources)
			rows = append(rows, row)
		}
	}
	return tableSheet(v.Input, v.Layout.Ledger.Lines, v.Layout.Subtitle, lineColumns, rows)
}
