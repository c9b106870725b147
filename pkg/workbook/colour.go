package workbook

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"

	"github.com/xuri/excelize/v2"
)

// always is the formula of our colours. A mark is a conditional format: the cell keeps
// the sender's own fill below it, and moves with its mark. A fill of the cell would
// have to be put back later, and no program keeps a second one: LibreOffice writes the
// colours of fills anew.
const always = `LEN("zwgk")>0`

// coloured finds our formula in the part of a sheet.
var coloured = regexp.MustCompile(`LEN\((?:"|&quot;|&#34;|&#x22;)zwgk(?:"|&quot;|&#34;|&#x22;)\)`)

// coloured tells a workbook that has marks of an earlier return.
func (k kept) coloured() bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(k.sheets())), func(part string) bool { return coloured.Match(k[part]) })
}

// maxAreas is how many areas a conditional format gets.
const maxAreas = 50

// colour lets the marked cells show how grave their findings are, whatever colours the
// sheet gives them by itself.
func (in *MarkInput) colour(b *book, sheet, part string, cells map[string][]finding.Finding) error {
	if len(cells) == 0 {
		return nil
	}
	n, err := b.colour(sheet, in.sheet(sheet).Merged, gravest(cells))
	if err != nil {
		return err
	}
	list, err := conditionalFormats(b.file, sheet, part)
	if err != nil {
		return err
	}
	list.putFirst(n)
	return nil
}

// gravest gives of each cell how grave its gravest finding is.
func gravest(cells map[string][]finding.Finding) map[string]finding.Severity {
	out := map[string]finding.Severity{}
	for at, list := range cells {
		out[at] = list[0].Severity
	}
	return out
}

// colour adds conditional formats behind those that are there, and counts them.
func (b *book) colour(sheet string, merged []grid.Range, cells map[string]finding.Severity) (n int, err error) {
	for _, severity := range severities {
		var marked []string
		for at, own := range cells {
			if own == severity {
				marked = append(marked, at)
			}
		}
		if len(marked) == 0 {
			continue
		}
		style, err := b.file.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{b.layout.Colours[string(severity)]}}})
		if err != nil {
			return n, err
		}
		for areas := range slices.Chunk(areasOf(marked, merged), maxAreas) {
			rule := excelize.ConditionalFormatOptions{Type: "formula", Criteria: always, Format: &style, StopIfTrue: true}
			if err := b.file.SetConditionalFormat(sheet, strings.Join(areas, " "), []excelize.ConditionalFormatOptions{rule}); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// areasOf gives the areas that cells make up, those below one another as one, and a merge as a whole.
func areasOf(cells []string, merged []grid.Range) []string {
	var whole []string
	single := slices.DeleteFunc(slices.Clone(cells), func(at string) bool {
		col, row, _ := excelize.CellNameToCoordinates(at)
		for _, m := range merged {
			if m.Row1 == row && m.Col1 == col {
				whole = append(whole, at+":"+ref(m.Row2, m.Col2))
				return true
			}
		}
		return false
	})
	slices.SortFunc(single, func(a, b string) int {
		colA, rowA, _ := excelize.CellNameToCoordinates(a)
		colB, rowB, _ := excelize.CellNameToCoordinates(b)
		return slices.Compare([]int{colA, rowA}, []int{colB, rowB})
	})
	slices.Sort(whole)
	return append(runs(single), whole...)
}

// uncolour takes our conditional formats from a sheet.
func uncolour(file *excelize.File, sheet, part string) error {
	list, err := conditionalFormats(file, sheet, part)
	if err != nil {
		return err
	}
	list.drop(func(formula string) bool { return coloured.MatchString(formula) })
	return nil
}

// formats are the conditional formats of a sheet. The library adds some behind the
// others, or takes all of a cell away; it keeps them in types without names.
type formats struct{ list, extended reflect.Value }

func conditionalFormats(file *excelize.File, sheet, part string) (formats, error) {
	if _, err := file.GetPageLayout(sheet); err != nil { // so that the sheet is read
		return formats{}, err
	}
	kept, ok := file.Sheet.Load(part)
	if !ok {
		return formats{}, fmt.Errorf("sheet %q is not in the part %q", sheet, part)
	}
	worksheet := reflect.ValueOf(kept).Elem()
	return formats{worksheet.FieldByName("ConditionalFormatting"), worksheet.FieldByName("ExtLst")}, nil
}

// rules of a conditional format, the one that counts most first.
func rules(format reflect.Value) reflect.Value { return format.Elem().FieldByName("CfRule") }

// putFirst makes the last n the first: Excel and WPS go by the priority of the rules,
// LibreOffice by the order of the formats.
func (f formats) putFirst(n int) {
	last := f.list.Len() - n
	order := reflect.MakeSlice(f.list.Type(), 0, f.list.Len())
	order = reflect.AppendSlice(order, f.list.Slice(last, f.list.Len()))
	order = reflect.AppendSlice(order, f.list.Slice(0, last))
	for i := range order.Len() {
		for j := range rules(order.Index(i)).Len() {
			priority := rules(order.Index(i)).Index(j).Elem().FieldByName("Priority")
			if i < n {
				priority.SetInt(int64(i + 1))
			} else {
				priority.SetInt(priority.Int() + int64(n))
			}
		}
	}
	f.list.Set(order)
	if f.extended.IsNil() {
		return
	}
	text := f.extended.Elem().FieldByName("Ext")
	text.SetString(string(extendedRule.ReplaceAllFunc([]byte(text.String()), func(tag []byte) []byte {
		at := extendedRule.FindSubmatchIndex(tag)
		priority, _ := strconv.Atoi(string(tag[at[2]:at[3]]))
		return bytes.Join([][]byte{tag[:at[2]], strconv.AppendInt(nil, int64(priority+n), 10), tag[at[3]:]}, nil)
	})))
}

// extendedRule is a rule of those that only newer programs know; they are counted together with the others.
var extendedRule = regexp.MustCompile(`<(?:\w+:)?cfRule\b[^>]*?\spriority\s*=\s*["'](\d+)["']`)

// drop leaves out the rules with a formula, and formats that have no rule any more.
func (f formats) drop(formula func(string) bool) {
	left := reflect.MakeSlice(f.list.Type(), 0, f.list.Len())
	for i := range f.list.Len() {
		list := rules(f.list.Index(i))
		some := reflect.MakeSlice(list.Type(), 0, list.Len())
		for j := range list.Len() {
			if !slices.ContainsFunc(list.Index(j).Elem().FieldByName("Formula").Interface().([]string), formula) {
				some = reflect.Append(some, list.Index(j))
			}
		}
		if list.Set(some); some.Len() > 0 {
			left = reflect.Append(left, f.list.Index(i))
		}
	}
	f.list.Set(left)
}
