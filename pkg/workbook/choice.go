package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// listSheet holds the options of lists that are too long to stand in the cell:
// a literal list may have 255 characters.
const listSheet = "候选"

// offer adds the lists of options. It must come before the stream.
func (b *book) offer(s *sheet) error {
	for _, d := range s.drops {
		v := excelize.NewDataValidation(true)
		v.Sqref = d.area
		v.ShowErrorMessage = false // several units may be written
		const most = 255
		if n := len([]rune(strings.Join(d.options, ","))); n <= most && n > 0 {
			if err := v.SetDropList(d.options); err != nil {
				return err
			}
		} else if n > 0 {
			v.SetSqrefDropList(b.listOf(d.options))
		}
		if err := b.file.AddDataValidation(s.name, v); err != nil {
			return err
		}
	}
	return nil
}

// listOf gives the name of a long list.
func (b *book) listOf(options []string) string {
	i := slices.IndexFunc(b.lists, func(l []string) bool { return slices.Equal(l, options) })
	if i < 0 {
		i = len(b.lists)
		b.lists = append(b.lists, options)
	}
	return fmt.Sprintf("%s%d", listSheet, i+1)
}

// close writes the long lists and hides what is not for people.
func (b *book) close() error {
	if err := b.writeLists(); err != nil {
		return err
	}
	for _, name := range b.hidden {
		if err := b.file.SetSheetVisible(name, false, true); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) writeLists() error {
	if len(b.lists) == 0 {
		return nil
	}
	s := sheet{name: listSheet, hidden: true}
	for i, options := range b.lists {
		s.widths = append(s.widths, 24)
		for n, text := range options {
			if n == len(s.rows) {
				s.rows = append(s.rows, row{height: 15})
			}
			for len(s.rows[n].cells) <= i {
				s.rows[n].cells = append(s.rows[n].cells, cell{})
			}
			s.rows[n].cells[i] = cell{text: clean(text)}
		}
	}
	if err := b.add(s); err != nil {
		return err
	}
	name := b.hidden[len(b.hidden)-1]
	for i, options := range b.lists {
		to := strings.TrimRight(ref(1, i+1), "1")
		refers := fmt.Sprintf("%s!$%s$1:$%s$%d", quoted(name), to, to, len(options))
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: fmt.Sprintf("%s%d", listSheet, i+1), RefersTo: refers}); err != nil {
			return err
		}
	}
	return nil
}
