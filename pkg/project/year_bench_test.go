package project_test

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zwgk/pkg/project"
)

// BenchmarkYear joins four rounds of 60 units with 16 items each, beside the four runs that made them, in the same
// process. The sheets are CSV, which are read faster than workbooks: runs on workbooks take longer still.
func BenchmarkYear(b *testing.B) {
	dir := largeYear(b)
	start := time.Now()
	for _, q := range quarters {
		p, err := project.Open(project.Options{Dir: dir, Round: q.id})
		if err != nil {
			b.Fatal(err)
		}
		out, err := p.Run(project.Everything)
		if err != nil {
			b.Fatal(err)
		}
		if out.Manifest.Units.Reported != 60 {
			b.Fatalf("%+v", out.Manifest.Units)
		}
	}
	runs := time.Since(start)
	b.ResetTimer()
	for b.Loop() {
		if _, err := runYear(b, project.Options{Dir: dir}); err != nil {
			b.Fatal(err)
		}
	}
	year := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(runs.Seconds(), "s/four-runs")
	b.ReportMetric(float64(year)/float64(runs), "year/runs")
}

// largeYear is a county of 60 units, 40 tasks of 24 units each, and four quarters of sheets.
func largeYear(b *testing.B) string {
	dir := yearProject(b)
	rnd := rand.New(rand.NewSource(1))
	roster := "单位名称,全称,别名,类别,启用,备注\n"
	var units []string
	for i := range 60 {
		name := fmt.Sprintf("县第%02d局", i+1)
		units = append(units, name)
		roster += name + ",示例县" + name[len("县"):] + ",,政府部门,是,\n"
	}
	tasks := "示例县2019年政务公开工作任务分解表（示例数据，纯属虚构）\n序号,工作任务,具体要求,责任单位\n"
	items := map[string][]string{}
	for i := range 40 {
		var of []string
		for j := range 24 {
			u := units[(i*7+j*5)%60]
			of = append(of, u)
			items[u] = append(items[u], fmt.Sprint(i+1))
		}
		tasks += fmt.Sprintf("%d,推进第%d项信息公开,按要求做好，注重实效。,%s\n", i+1, i+1, strings.Join(of, "、"))
	}
	for name, text := range map[string]string{"tasks.csv": tasks, "roster.csv": roster} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for _, q := range quarters {
		for _, u := range units {
			p := parcelOf{rows: map[string]sent{}}
			for _, item := range items[u] {
				text := make([]rune, 60)
				for i := range text {
					text[i] = rune(0x4e00 + rnd.Intn(3000))
				}
				p.rows[item] = sent{[]string{"done", "ongoing", "not_started"}[rnd.Intn(3)], 5 * (1 + rnd.Intn(19)), string(text), false}
			}
			putSheet(b, dir, q.id, u, u+".csv", p)
		}
	}
	return dir
}
