package assess

import (
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

// SubScore is a number in a sheet of sub-scores, with its cell.
type SubScore struct {
	Points decimal.Decimal
	At     finding.Place
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

// unitHeader is the word of the column with the units.
const unitHeader = "单位"

// Add takes the columns of a sheet over: the first row with a cell 单位 is the header, the names
// beside it are the columns. Units are found by the roster. It tells of every cell that cannot
// be used: a name that is not known or stands twice, something that is no number.
func (s Sources) Add(file string, sheet *grid.Sheet, units *roster.Roster) []Slip {
	var slips []Slip
	columns, unitCol := map[int]string{}, 0
	seen := map[string]bool{}
	sheet.EachRow(func(row int, cells []grid.Cell) bool {
		if unitCol == 0 {
			for _, c := range cells {
				switch name := value.Squeeze(c.Text); {
				case name == unitHeader || strings.HasPrefix(name, unitHeader+"名称"):
					unitCol = c.Col
				case name != "":
					columns[c.Col] = name
				}
			}
			if unitCol == 0 {
				columns = map[int]string{}
			}
			return true
		}
		slips = append(slips, s.row(file, sheet.Name, cells, columns, unitCol, units, seen)...)
		return true
	})
	if unitCol == 0 {
		slips = append(slips, Slip{finding.Place{File: file, Sheet: sheet.Name}, "没有找到“单位”一栏"})
	}
	return slips
}

func (s Sources) row(file, sheet string, cells []grid.Cell, columns map[int]string, unitCol int, units *roster.Roster, seen map[string]bool) []Slip {
	var slips []Slip
	place := func(c grid.Cell) finding.Place { return finding.Place{File: file, Sheet: sheet, Cell: c.Ref()} }
	unit := ""
	for _, c := range cells {
		if c.Col != unitCol || value.Blank(c.Text) {
			continue
		}
		if unit = units.Resolve(c.Text).Unit; unit == "" {
			return append(slips, Slip{place(c), "名录中没有单位“" + c.Text + "”"})
		}
		if seen[unit] {
			return append(slips, Slip{place(c), "单位“" + unit + "”写了两次"})
		}
		seen[unit] = true
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
		s[name][unit] = SubScore{points, place(c)}
	}
	return slips
}
