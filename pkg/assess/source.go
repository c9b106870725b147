package assess

import (
	"maps"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/roster"
	"zwgk/pkg/value"

	"github.com/shopspring/decimal"
)

// Sources are sub-scores that others gave, by the column of their sheet and the unit: of a third
// party, or of the office by hand.
type Sources map[string]map[string]SubScore

// SubScore is a number in a sheet of sub-scores, with its cell, and what its row names as proof.
type SubScore struct {
	Points decimal.Decimal
	At     finding.Place
	Proof  string
}

func (s Sources) of(column, unit string) (SubScore, bool) {
	score, ok := s[column][unit]
	return score, ok
}

// Slip is a cell of a sheet of sub-scores that cannot be used, and why, in Chinese.
type Slip struct {
	At  finding.Place
	Why string
}

// sheetWords are the headers of sheets of sub-scores that are no column of scores: of the column
// with the units, of what proves the scores of a row, and of those that are not for the program.
type sheetWords struct{ Units, Proof, Others []string }

// Add takes the columns of a sheet over into sources: the first row with a header for the units
// (sheets in the scheme) has the names of the columns. Units are found by the roster. It tells of every cell that cannot
// be used: a name that is not known or stands twice, something that is no number; and of columns
// that are not asked for. Rows of units that there are at another time of the year (elsewhere; nil: none) are passed
// over. A column may be asked for here or among others (columns that another scheme goes by).
func (s *Scheme) Add(into Sources, file string, sheet *grid.Sheet, units *roster.Roster, elsewhere func(unit string) bool, others ...string) []Slip {
	asked := s.Asked()
	var slips []Slip
	columns, unitCol := map[int]string{}, 0
	var proofCols []int
	seen := map[string]string{} // the cell, by unit
	sheet.EachRow(func(row int, cells []grid.Cell) bool {
		if unitCol == 0 {
			for _, c := range cells {
				switch name := value.Squeeze(c.Text); {
				case slices.Contains(s.sheets.Units, name):
					unitCol = c.Col
				case slices.Contains(s.sheets.Proof, name):
					proofCols = append(proofCols, c.Col)
				case name != "" && !slices.Contains(s.sheets.Others, name):
					columns[c.Col] = name
				}
			}
			if unitCol == 0 {
				columns, proofCols = map[int]string{}, nil
			}
			return true
		}
		slips = append(slips, into.row(file, sheet.Name, cells, columns, unitCol, s.proof(cells, proofCols), units, elsewhere, seen)...)
		return true
	})
	for _, col := range slices.Sorted(maps.Keys(columns)) {
		name := columns[col]
		if into[name] == nil && unitCol > 0 {
			into[name] = map[string]SubScore{} // the column is there, whether it has scores or not
		}
		if !slices.Contains(asked, name) && !slices.Contains(others, name) {
			slips = append(slips, Slip{finding.Place{File: file, Sheet: sheet.Name}, "评分办法里没有用到“" + name + "”一栏，用到的有：" + strings.Join(asked, "、")})
		}
	}
	if unitCol == 0 {
		slips = append(slips, Slip{finding.Place{File: file, Sheet: sheet.Name}, "没有找到单位一栏，表头里要有“" + strings.Join(s.sheets.Units, "”或“") + "”"})
	}
	return slips
}

// proof is what a row names as proof, "" for none or for words that name none.
func (s *Scheme) proof(cells []grid.Cell, columns []int) string {
	var out []string
	for _, c := range cells {
		if slices.Contains(columns, c.Col) && s.Evident(c.Text) {
			out = append(out, c.Text)
		}
	}
	return strings.Join(out, "；")
}

func (s Sources) row(file, sheet string, cells []grid.Cell, columns map[int]string, unitCol int, proof string, units *roster.Roster, elsewhere func(string) bool, seen map[string]string) []Slip {
	var slips []Slip
	place := func(c grid.Cell) finding.Place { return finding.Place{File: file, Sheet: sheet, Cell: c.Ref()} }
	unit := ""
	for _, c := range cells {
		if c.Col != unitCol || value.Blank(c.Text) {
			continue
		}
		match := units.Resolve(c.Text)
		if unit = match.Unit; unit == "" && elsewhere != nil && elsewhere(c.Text) {
			return nil
		}
		if unit == "" {
			return append(slips, Slip{place(c), "名录中没有单位“" + c.Text + "”，" + advice(match)})
		}
		if seen[unit] != "" {
			return append(slips, Slip{place(c), "单位“" + unit + "”在 " + seen[unit] + " 已经写过，请删去一处"})
		}
		seen[unit] = c.Ref()
	}
	for _, c := range cells {
		name := columns[c.Col]
		if unit == "" || name == "" || value.Blank(c.Text) {
			continue
		}
		points, err := decimal.NewFromString(strings.TrimSpace(value.Fold(c.Text)))
		if err != nil {
			slips = append(slips, Slip{place(c), "“" + c.Text + "”不是分数"})
			continue
		}
		if s[name] == nil {
			s[name] = map[string]SubScore{}
		}
		if before, twice := s[name][unit]; twice {
			slips = append(slips, Slip{place(c), "单位“" + unit + "”的“" + name + "”在 " + before.At.File + " 工作表“" + before.At.Sheet + "”的 " + before.At.Cell + " 已经写过，请删去一处"})
			continue
		}
		s[name][unit] = SubScore{points, place(c), proof}
	}
	return slips
}

// advice says how to mend a name of no known unit.
func advice(m roster.Match) string {
	if len(m.Candidates) == 0 {
		return "请改成名录里的名称，或把它补进名录"
	}
	return "请改成名录里的名称，相近的有：" + strings.Join(m.Candidates, "、")
}

// Asked are the columns of sub-scores that the scheme goes by: in its indicators and, as
// 认定("…"), in its conditions.
func (s *Scheme) Asked() []string {
	out := slices.Clone(s.asked)
	for _, ind := range all(s.Indicators) {
		if ind.source != "" && !slices.Contains(out, ind.source) {
			out = append(out, ind.source)
		}
	}
	return out
}

// Ungiven lists, for each column of sub-scores that an ordinary indicator goes by and some unit has points in, the
// units among those given that have none.
func (s *Scheme) Ungiven(sources Sources, units []string) (columns []string, lacking map[string][]string) {
	lacking = map[string][]string{}
	for _, ind := range all(s.Indicators) {
		if ind.source == "" || ind.Bonus || len(sources[ind.source]) == 0 || lacking[ind.source] != nil {
			continue
		}
		for _, u := range units {
			if _, ok := sources.of(ind.source, u); !ok {
				lacking[ind.source] = append(lacking[ind.source], u)
			}
		}
		if lacking[ind.source] != nil {
			columns = append(columns, ind.source)
		}
	}
	return columns, lacking
}

// Lacking lists the columns that indicators must have and no sheet of the sources has. Those of
// bonuses and conditions may be left out: nobody may have earned any.
func (s *Scheme) Lacking(sources Sources) []string {
	var out []string
	for _, ind := range required(s.Indicators) {
		if ind.source != "" && sources[ind.source] == nil && !slices.Contains(out, ind.source) {
			out = append(out, ind.source)
		}
	}
	return out
}

// required lists the indicators of a tree without bonuses and what is below them.
func required(list []Indicator) []*Indicator {
	var out []*Indicator
	for i := range list {
		if !list[i].Bonus {
			out = append(append(out, &list[i]), required(list[i].Parts)...)
		}
	}
	return out
}

// Beyond tells of sub-scores below nothing or above what they are out of.
func (s *Scheme) Beyond(sources Sources) []Slip {
	var slips []Slip
	for _, ind := range all(s.Indicators) {
		for _, unit := range slices.Sorted(maps.Keys(sources[ind.source])) {
			score := sources[ind.source][unit]
			if score.Points.IsNegative() || score.Points.GreaterThan(ind.outOf) {
				slips = append(slips, Slip{score.At, "“" + ind.source + "”写的是 " + score.Points.String() + "，应在 0 到 " + ind.outOf.String() + " 之间"})
			}
		}
	}
	return slips
}
