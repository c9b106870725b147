package form

import (
	"strconv"
	"strings"

	"zwgk/pkg/grid"
)

// stampSheet is the hidden sheet of a blank: A and B hold the stamp as names and
// values, D to F what was filled in beforehand (item, field, text). It survives
// a save in Excel, WPS and LibreOffice. The header of the key column repeats
// the stamp, so that it goes along when the sheet is copied elsewhere.
const stampSheet = "zwgk"

// stampTextColumn is column F.
const stampTextColumn = 6

// The names in column A.
const (
	stampVersion = "version"
	stampCounty  = "county"
	stampUnit    = "unit"
	stampRound   = "round"
	stampForm    = "sheet"
)

// stampText writes the stamp into one cell.
func stampText(s Stamp) string {
	return strings.Join([]string{stampSheet, strconv.Itoa(s.Version), s.County, s.Unit, s.Round}, "|")
}

// parseStampText reads what stampText wrote; nil when the text is no stamp.
func parseStampText(text string) *Stamp {
	parts := strings.Split(strings.TrimSpace(text), "|")
	if len(parts) != 5 || parts[0] != stampSheet {
		return nil
	}
	version, err := strconv.Atoi(parts[1])
	if err != nil {
		return nil
	}
	return &Stamp{version, parts[2], parts[3], parts[4]}
}

// mark is what the hidden sheet of a workbook says.
type mark struct {
	stamp   Stamp
	sheet   string                       // name of the form's sheet
	prefill map[string]map[string]string // item → field → text
}

// readStamp reads the hidden sheet; nil when there is none.
func readStamp(wb *grid.Workbook) *mark {
	for _, sheet := range wb.Sheets {
		if sheet == nil || sheet.Name != stampSheet {
			continue
		}
		m := &mark{prefill: map[string]map[string]string{}}
		sheet.EachRow(func(_ int, cells []grid.Cell) bool {
			m.row(cells)
			return true
		})
		return m
	}
	return nil
}

func (m *mark) row(cells []grid.Cell) {
	text := map[int]string{}
	for _, c := range cells {
		text[c.Col] = c.Text
	}
	switch text[1] {
	case stampVersion:
		m.stamp.Version, _ = strconv.Atoi(text[2])
	case stampCounty:
		m.stamp.County = text[2]
	case stampUnit:
		m.stamp.Unit = text[2]
	case stampRound:
		m.stamp.Round = text[2]
	case stampForm:
		m.sheet = text[2]
	}
	if id := strings.TrimPrefix(text[4], keyMark); id != "" && text[5] != "" {
		if m.prefill[id] == nil {
			m.prefill[id] = map[string]string{}
		}
		m.prefill[id][text[5]] = text[6]
	}
}

// stamp gives the sheet its stamp: the one in its own key column, else that of
// the workbook when it is the form that the workbook was made for. A sheet that
// somebody copied into another unit's workbook must not take that unit's stamp.
func (s *sheetReader) stamp(m *mark, only bool) {
	s.form.Stamp = s.head.stamp
	if m == nil || !only && s.sheet.Name != m.sheet {
		return
	}
	if s.form.Stamp == nil {
		stamp := m.stamp
		s.form.Stamp = &stamp
	}
	if *s.form.Stamp == m.stamp {
		s.prefill = m.prefill
	}
}
