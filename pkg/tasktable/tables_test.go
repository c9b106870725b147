package tasktable

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/grid"
	"zwgk/pkg/policy"
)

// wantTable is what must be read from a table; testdata/tables/README.md says
// what its keys mean.
type wantTable struct {
	About    string
	Known    []string
	Title    string
	Year     int
	Chapters []struct {
		Number, Title string
		Sections      []struct {
			Number, Title string
			Tasks         []struct {
				Number int
				Title  string
				Items  []wantItem
			}
		}
	}
	Findings []struct{ Code, About, Cell, Sheet string }
	Skipped  []string
}

type wantItem struct {
	Requirement                    string
	Lead, Responsible, Cooperating []string
	Deadlines                      []struct {
		Text, Kind, Due, Every string
		Times                  int
	}
	Extra       map[string]string
	Cell, Sheet string
}

// TestTables reads tables of many makes and compares them with what was written
// down beside them before any program had read them.
func TestTables(t *testing.T) {
	files, err := filepath.Glob("testdata/tables/*.yaml")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d tables, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			want := readWanted(t, file)
			table := readFile(t, tableFile(t, strings.TrimSuffix(file, ".yaml")), want.Known)
			compareLines(t, want.lines(firstSheet(table)), tableLines(table, want, readSpec(t)))
			compareLines(t, want.findings(), findingLines(table))
			// Written as a workbook and read again it is the same tree.
			compareLines(t, withoutPlaces(table), withoutPlaces(writeAndRead(t, table, want.Known...)))
		})
	}
}

func readWanted(t *testing.T, file string) *wantTable {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want wantTable
	if err := (policy.File{Name: file, Data: data}).Decode(&want); err != nil {
		t.Fatal(err)
	}
	return &want
}

// tableFile is the table beside its expectation, whatever its format.
func tableFile(t *testing.T, stem string) string {
	t.Helper()
	files, _ := filepath.Glob(stem + ".*")
	files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, ".yaml") })
	if len(files) != 1 {
		t.Fatalf("%d files for %s", len(files), stem)
	}
	return files[0]
}

func readFile(t *testing.T, file string, known []string) *Table {
	t.Helper()
	wb, err := grid.Open(file, grid.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := Read(filepath.Base(file), wb, readSpec(t), Known{Units: known})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// lines gives a table line by line, so that a difference shows where it is.
func (w *wantTable) lines(first string) []string {
	out := []string{fmt.Sprintf("%s %d", w.Title, w.Year)}
	for _, c := range w.Chapters {
		out = append(out, fmt.Sprintf("章 %s|%s", c.Number, c.Title))
		for _, s := range c.Sections {
			out = append(out, fmt.Sprintf("节 %s|%s", s.Number, s.Title))
			for _, k := range s.Tasks {
				out = append(out, fmt.Sprintf("任务 %d|%s", k.Number, k.Title))
				for _, it := range k.Items {
					var times []string
					for _, d := range it.Deadlines {
						times = append(times, deadlineLine(d.Text, d.Kind, d.Due, d.Every, d.Times))
					}
					out = append(out, itemLines(it.Requirement, it.Lead, it.Responsible, it.Cooperating, times, it.Extra, cmp.Or(it.Sheet, first), it.Cell)...)
				}
			}
		}
	}
	return out
}

func firstSheet(t *Table) string {
	if rows := t.Rows(); len(rows) > 0 {
		return rows[0].Item.Source.Sheet
	}
	return ""
}

// tableLines leaves the text of the column for deadlines out of the further
// columns, where it is kept beside what it means, unless it is wanted there.
func tableLines(t *Table, w *wantTable, spec *Spec) []string {
	wanted := map[string]map[string]string{} // by cell
	for _, c := range w.Chapters {
		for _, s := range c.Sections {
			for _, k := range s.Tasks {
				for _, it := range k.Items {
					wanted[cmp.Or(it.Sheet, firstSheet(t))+it.Cell] = it.Extra
				}
			}
		}
	}
	out := []string{fmt.Sprintf("%s %d", t.Title, t.Year)}
	for _, c := range t.Chapters {
		out = append(out, fmt.Sprintf("章 %s|%s", c.Number, c.Title))
		for _, s := range c.Sections {
			out = append(out, fmt.Sprintf("节 %s|%s", s.Number, s.Title))
			for _, k := range s.Tasks {
				if len(k.Items) > 0 && joinLines(k.Items[0].Requirement) == k.Title {
					k.Title = "" // a table without titles: the requirement serves
				}
				out = append(out, fmt.Sprintf("任务 %d|%s", k.Number, k.Title))
				for _, it := range k.Items {
					var times []string
					for _, d := range it.Deadlines {
						times = append(times, deadlineLine(d.Text, d.Kind, d.Due, d.Every, d.Times))
					}
					extra := maps.Clone(it.Extra)
					for key := range extra {
						if m, _, _ := spec.meaningOf(key); m == colDeadline && wanted[it.Source.Sheet+it.Source.Cell][key] == "" {
							delete(extra, key)
						}
					}
					out = append(out, itemLines(it.Requirement, it.Lead, it.Responsible, it.Cooperating, times, extra, it.Source.Sheet, it.Source.Cell)...)
				}
			}
		}
	}
	return out
}

func withoutPlaces(t *Table) []string {
	lines := tableLines(t, &wantTable{}, &Spec{})
	return slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "  行") })
}

func deadlineLine(text, kind, due, every string, times int) string {
	return fmt.Sprintf("%s=%s%s%s%d", text, kind, due, every, times)
}

func itemLines(requirement string, lead, responsible, cooperating, times []string, extra map[string]string, sheet, cell string) []string {
	slices.Sort(times)
	for _, list := range []*[]string{&lead, &responsible, &cooperating} { // 等相关部门 is 相关部门
		*list = slices.Clone(*list)
		for i, u := range *list {
			(*list)[i] = strings.TrimPrefix(u, "等")
		}
	}
	var more []string
	for _, k := range keys(extra) {
		if extra[k] != "" {
			more = append(more, k+"："+extra[k])
		}
	}
	return []string{fmt.Sprintf("  行 %s%s", sheet, cell), "  要求 " + strings.ReplaceAll(requirement, "\n", "⏎"),
		"  牵头 " + strings.Join(lead, "、"), "  责任 " + strings.Join(responsible, "、"), "  配合 " + strings.Join(cooperating, "、"),
		"  时限 " + strings.Join(times, "；"), "  其他 " + strings.ReplaceAll(strings.Join(more, "；"), "\n", "⏎")}
}

func (w *wantTable) findings() []string {
	var out []string
	for _, f := range w.Findings {
		out = append(out, f.Code+" "+f.Cell)
	}
	for _, s := range w.Skipped {
		out = append(out, "D07 "+s)
	}
	slices.Sort(out)
	return out
}

func findingLines(t *Table) []string {
	var out []string
	for _, f := range t.Findings {
		if f.Code == codeUnread {
			f.Cell = f.Sheet
		}
		out = append(out, f.Code+" "+f.Cell)
	}
	slices.Sort(out)
	return out
}

// compareLines shows the lines that only one side has.
func compareLines(t *testing.T, want, got []string) {
	t.Helper()
	i, j, shown := 0, 0, 0
	for (i < len(want) || j < len(got)) && shown < 12 {
		switch {
		case i < len(want) && j < len(got) && want[i] == got[j]:
			i, j = i+1, j+1
		case i < len(want) && (j >= len(got) || !slices.Contains(got[j:], want[i])):
			t.Errorf("missing: %s", want[i])
			i, shown = i+1, shown+1
		case j < len(got) && (i >= len(want) || !slices.Contains(want[i:], got[j])):
			t.Errorf("not in the table: %s", got[j])
			j, shown = j+1, shown+1
		default:
			t.Errorf("out of place: %s", want[i])
			i, j, shown = i+1, j+1, shown+1
		}
	}
}
