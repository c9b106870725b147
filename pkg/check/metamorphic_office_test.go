//go:build office

package check

import (
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestOfficeKeepsWhatIsFound: sheets with and without faults, saved once more by LibreOffice
// in its formats: the same is found at the same cells.
func TestOfficeKeepsWhatIsFound(t *testing.T) {
	c := weishan(t)
	c.Sites, c.Roster, c.Whole = []string{"weishan.gov.cn"}, c.roster, true
	type sheet struct {
		m    *model
		name string
		want string
	}
	dir := t.TempDir()
	var sheets []sheet
	var sources []string
	for seed := range int64(40) {
		m, _ := c.faultySheet(seed)
		m.layout.writer = []string{"excelize", "typed"}[seed%2]
		f := m.fileOf(t, c.varied(rand.New(rand.NewSource(seed)), m, variation{}))
		res, _ := c.check(f)
		s := sheet{m: m, name: fmt.Sprintf("%02d", seed), want: m.gist(t, res)}
		path := filepath.Join(dir, s.name+".xlsx")
		if err := os.WriteFile(path, []byte(f.content), 0o644); err != nil {
			t.Fatal(err)
		}
		sheets, sources = append(sheets, s), append(sources, path)
	}
	for _, format := range [][2]string{{"xlsx", "xlsx:Calc MS Excel 2007 XML"}, {"ods", "ods"}, {"xls", "xls:MS Excel 97"}} {
		out := filepath.Join(dir, format[0])
		args := append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--convert-to", format[1], "--outdir", out}, sources...)
		if msg, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v %s", format[0], err, msg)
		}
		for _, s := range sheets {
			data, err := os.ReadFile(filepath.Join(out, s.name+"."+format[0]))
			if err != nil {
				t.Fatal(err)
			}
			res, _ := c.check(file{s.m.file + "." + format[0], string(data), s.m.received})
			if got := s.m.gist(t, res); got != s.want {
				t.Errorf("sheet %s of %s as %s (%s)\n got %s\nwant %s", s.name, s.m.unit, format[0], s.m.layout, got, s.want)
			}
		}
	}
}
