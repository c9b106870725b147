package report

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"zwgk/pkg/assess"
	"zwgk/pkg/check"
	"zwgk/pkg/decision"
	"zwgk/pkg/document"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

func policyFile(t testing.TB, name string) policy.File {
	t.Helper()
	data, err := os.ReadFile("../../templates/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return policy.File{Name: name, Data: data}
}

func wordingFiles(t testing.TB) map[string]policy.File {
	files := map[string]policy.File{}
	for _, name := range Files() {
		files[name] = policyFile(t, name)
	}
	return files
}

func wording(t testing.TB) *Wording {
	t.Helper()
	w, err := Parse(wordingFiles(t))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// table has 3 chapters with tasks of one and of several rows; some have a date.
func table() *tasktable.Table {
	t := &tasktable.Table{Title: "2019年政务公开工作任务分解表", Year: 2019}
	titles := []string{"推进财政预决算信息公开", "推进乡村振兴信息公开", "推进重大建设项目信息公开", "做好政策解读", "加强政务舆情回应",
		"推进“互联网+政务服务”", "加强政府网站建设管理", "完善政务公开制度", "加强业务培训"}
	for c, title := range []string{"围绕政策落实扩大公开", "加强政策解读和回应关切", "完善制度规范和组织保障"} {
		ch := tasktable.Chapter{Number: []string{"一", "二", "三"}[c], Title: title}
		sec := tasktable.Section{Number: "（一）", Title: "做好" + title}
		for k := range 3 {
			n := c*3 + k + 1
			task := tasktable.Task{Number: n, Title: titles[n-1]}
			for r := range map[bool]int{true: 2, false: 1}[n == 2] {
				id := fmt.Sprint(n)
				if n == 2 {
					id = fmt.Sprintf("2.%d", r+1)
				}
				it := tasktable.Item{ID: id, Requirement: "按要求公开，并及时更新。"}
				switch n {
				case 3:
					it.Deadlines = []tasktable.Deadline{{Text: "5月底前", Kind: "date", Due: "2019-05-31"}}
				case 1:
					it.Deadlines = []tasktable.Deadline{{Text: "7月底前", Kind: "date", Due: "2019-07-31"}}
				case 8, 9:
					it.Deadlines = []tasktable.Deadline{{Text: "年底前", Kind: "date", Due: "2019-12-31"}}
				}
				task.Items = append(task.Items, it)
			}
			sec.Tasks = append(sec.Tasks, task)
		}
		ch.Sections = []tasktable.Section{sec}
		t.Chapters = append(t.Chapters, ch)
	}
	return t
}

func catalogue() *finding.Catalogue {
	return finding.NewCatalogue([]finding.Rule{
		{Code: "V04", Title: "进度超出范围", Severity: finding.Error, Message: "{place}“进度”写的是“{value}”，超出 0 到 100 的范围。", Hint: "请写 0 到 100 之间的百分数。"},
		{Code: "E01", Title: "已完成但没有链接或佐证", Severity: finding.Warning, Message: "{place}“完成情况”是已完成，没有公开链接，也没有佐证材料。", Hint: "请补填公开网址，或写明佐证材料名称。"},
		{Code: "P02", Title: "含手机号", Severity: finding.Error, Message: "{place}含有手机号“{value}”。", Hint: "请删去个人手机号。"},
		{Code: "F01", Title: "文件损坏", Severity: finding.Error, Stage: finding.StageFile, Message: "文件读不出来或只读出一部分。", Hint: "请另存为 .xlsx 后重新报送。"},
		{Code: "U01", Title: "单位认不出", Severity: finding.Error, Message: "{place}认不出是哪个单位。", Hint: "请写单位规范名称。"},
		{Code: "U06", Title: "签署栏不全", Severity: finding.Warning, Message: "{place}签署栏缺审核人。", Hint: "请补填审核人，由审核人审签后报送。"},
	})
}

// kind of unit in a synthetic round.
type kind int

const (
	good kind = iota
	silent
	late
	partial
	flawed
	rejected
	none // has no items
)

// round makes a round of units of the given kinds; groups take turns.
func round(t testing.TB, kinds ...kind) Input {
	t.Helper()
	in := Input{County: "示例县", Office: "示例县人民政府办公室", Title: "示例县2019年政务公开工作", Year: 2019, Sample: true, Wording: wording(t), Catalogue: catalogue(),
		Round: form.Round{ID: "2019-h1", Name: "上半年", Kind: "half", Due: "2019-07-05", AsOf: "2019-06-30", Year: 2019},
		Table: table(), Plan: &duty.Plan{}, Roster: &roster.Roster{}, Ledger: &ledger.Ledger{Round: "2019-h1", AsOf: "2019-06-30"},
		Head: Head{From: "示例县人民政府办公室", Date: "2019-07-15"}}
	s, err := assess.ParseScheme(policyFile(t, "scheme.yaml"), policyFile(t, "scheme.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	in.Scheme = s
	departments := []string{"财政局", "民政局", "司法局", "水务局", "公安局", "农业农村局", "交通运输局", "卫生健康局", "审计局", "教育和体育局"}
	for i, k := range kinds {
		group := []string{"政府部门", "乡镇街道", "政府部门", "垂直管理", "开发区"}[i%5]
		name := "县" + departments[i%10]
		switch group {
		case "乡镇街道":
			name = fmt.Sprintf("%s镇", string([]rune("东西南北中上下左右前后")[i/5]))
		case "垂直管理":
			name = fmt.Sprintf("市第%d分局", i/5+1)
		case "开发区":
			name = fmt.Sprintf("第%d开发区管委会", i/5+1)
		}
		if i >= 10 && group == "政府部门" {
			name = fmt.Sprintf("县第%d%s", i, departments[i%10])
		}
		in.addUnit(i, name, group, k)
	}
	in.score(t, nil)
	return in
}

func (in *Input) addUnit(n int, name, group string, k kind) {
	in.Roster.Units = append(in.Roster.Units, roster.Unit{Name: name, Group: group, Active: true})
	u := ledger.Unit{Name: name, Group: group, Expected: k != none, Due: in.Round.Due}
	file := name + ".xlsx"
	for i, r := range in.Table.Rows() {
		id := r.Item.ID
		if k == none || (i+n)%3 == 0 && k != partial {
			if k != none && i%2 == 0 {
				in.Plan.Assignments = append(in.Plan.Assignments, duty.Assignment{Item: id, Unit: name, Duty: duty.Cooperating})
			}
			continue
		}
		role := duty.Responsible
		if i == n%10 {
			role = duty.Lead
		}
		in.Plan.Assignments = append(in.Plan.Assignments, duty.Assignment{Item: id, Unit: name, Duty: role, Certain: true})
		u.Required = append(u.Required, id)
		if k == silent || k == rejected || k == partial && i%4 == 1 {
			u.Missing = append(u.Missing, id)
			continue
		}
		e := ledger.Entry{Unit: name, Item: id, Duty: string(role), Fate: ledger.Merged, Status: form.Done, Progress: "100", Date: "2019-06-20",
			ProgressText: fmt.Sprintf("已在县政府门户网站公开%s相关信息%d条，解读材料%d篇。", strings.TrimPrefix(r.Task, "推进"), 12+n, 2+i),
			Links:        []string{"http://www.example.gov.cn/art/1.html"}, Source: ledger.Source{File: file, Sheet: "填报表", Row: i + 6, Cells: map[string]string{}}}
		for c, f := range []string{"item", "task", "status", "progress", "progress_text", "links", "evidence"} {
			e.Source.Cells[f] = fmt.Sprintf("%c%d", 'A'+c, i+6)
		}
		switch {
		case k == good:
		case (i+n)%5 == 0:
			e.Status, e.Progress = form.NotStarted, "0"
		case (i+n)%5 == 1:
			e.Status, e.Progress = form.Ongoing, "60"
		case (i+n)%5 == 2:
			e.Status, e.Progress, e.Links = form.NotApplicable, "", nil
		}
		in.Ledger.Entries = append(in.Ledger.Entries, e)
	}
	if len(u.Missing) < len(u.Required) {
		u.Reported, u.Received, u.Files = true, "2019-07-03", []string{file}
	}
	if k == late {
		u.Late, u.Received = true, "2019-07-09"
	}
	in.Ledger.Units = append(in.Ledger.Units, u)
	in.addFile(file, name, k)
}

func (in *Input) addFile(file, unit string, k kind) {
	f := check.File{Path: "收件/" + file, Unit: unit, Verdict: finding.Accepted, Rows: ledger.Rows{Read: 1, Merged: 1}, Sheets: []check.Sheet{{Sheet: "填报表", Unit: unit, Verdict: finding.Accepted}}}
	add := func(found finding.Finding) {
		found.File, found.Unit = f.Path, unit
		done, _ := in.Catalogue.Complete(found)
		in.Findings = append(in.Findings, done)
	}
	switch k {
	case silent, none:
		return
	case flawed:
		f.Verdict, f.Sheets[0].Verdict = finding.Returned, finding.Returned
		add(finding.Finding{Code: "V04", Sheet: "填报表", Cells: []string{"D7", "D8"}, Value: "120%"})
		add(finding.Finding{Code: "P02", Sheet: "填报表", Cells: []string{"E9"}, Value: "13812345678"})
		add(finding.Finding{Code: "E01", Sheet: "填报表", Cells: []string{"F7", "F8", "F9", "F10", "F11", "F12"}})
	case rejected:
		f.Verdict, f.Sheets = finding.Rejected, nil
		add(finding.Finding{Code: "F01"})
	case partial:
		add(finding.Finding{Code: "U06", Sheet: "填报表", Cells: []string{"B20"}})
	}
	in.Files = append(in.Files, f)
}

func (in *Input) score(t testing.TB, d *decision.Set) {
	t.Helper()
	s, err := assess.Score(assess.Input{Scheme: in.Scheme, Round: in.Round, Ledger: in.Ledger, Findings: in.Findings, Plan: in.Plan,
		Roster: in.Roster, Table: in.Table, Decisions: d, Rules: in.Catalogue})
	if err != nil {
		t.Fatal(err)
	}
	in.Scores = s
}

// shown writes a document as plain text.
func shown(d *document.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "题：%s\n号：%s 送：%s 署：%s 日：%s 注：%s\n\n", d.Title, d.Number, d.To, d.From, d.Date, d.Note)
	for _, block := range d.Blocks {
		switch v := block.(type) {
		case document.Heading:
			fmt.Fprintf(&b, "\n%s %s\n", strings.Repeat("#", v.Level), v.Text)
		case document.Paragraph:
			if !v.NoIndent {
				b.WriteString("　　")
			}
			b.WriteString(v.Text + "\n")
		case document.Table:
			fmt.Fprintf(&b, "[%s]\n%s\n", v.Caption, strings.Join(v.Header, " | "))
			for _, r := range v.Rows {
				b.WriteString(strings.Join(r, " | ") + "\n")
			}
		case document.Chart:
			fmt.Fprintf(&b, "[图 %s]", v.Caption)
			for i := range v.Labels {
				fmt.Fprintf(&b, " %s=%s", v.Labels[i], v.Texts[i])
			}
			b.WriteString("\n")
		case document.PageBreak:
			b.WriteString("\n----\n")
		}
	}
	return b.String()
}

// mixed are 47 units of all kinds.
func mixed() []kind {
	kinds := make([]kind, 47)
	for i := range kinds {
		switch {
		case i%11 == 5:
			kinds[i] = silent
		case i%9 == 4:
			kinds[i] = late
		case i%7 == 3:
			kinds[i] = flawed
		case i%13 == 6:
			kinds[i] = partial
		case i == 30:
			kinds[i] = rejected
		case i == 42:
			kinds[i] = none
		}
	}
	return kinds
}

func many(k kind, n int) []kind {
	out := make([]kind, n)
	for i := range out {
		out[i] = k
	}
	return out
}
