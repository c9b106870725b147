package project

import (
	"fmt"
	"strings"

	"zwgk/pkg/check"
)

// ignoredShown is how many ignored files of one sort the terminal lists: an
// inbox may hold a whole disk's worth of them.
const ignoredShown = 5

// ignoredFile lists all ignored files when the terminal does not.
const ignoredFile = "不计的文件.txt"

// The sorts of ignored files (check.File.Sort) in their order, for people.
var ignoredSorts = []struct{ sort, word string }{{"temporary", "临时文件"}, {"system", "系统文件"}, {"same", "内容重复"}, {"attachment", "附件"}}

// IgnoredApart tells which ignored files not to list one by one, by path, and a
// line that counts them; "" when there are none.
func IgnoredApart(files []check.File) (apart map[string]bool, line string) {
	apart = map[string]bool{}
	count := map[string]int{}
	for _, f := range files {
		if f.Why == "" {
			continue
		}
		if count[f.Sort]++; count[f.Sort] > ignoredShown {
			apart[f.Path] = true
		}
	}
	var parts []string
	for _, s := range ignoredSorts {
		if more := count[s.sort] - ignoredShown; more > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", s.word, more))
		}
	}
	if parts == nil {
		return apart, ""
	}
	return apart, fmt.Sprintf("另有 %d 个不计的文件没有列出：%s", len(apart), strings.Join(parts, "、"))
}

// writeIgnored lists the ignored files with the reasons, when the terminal
// leaves some out.
func (p *Project) writeIgnored(box *outbox, files []check.File) {
	if _, line := IgnoredApart(files); line == "" {
		return
	}
	var b strings.Builder
	for _, f := range files {
		if f.Why != "" {
			fmt.Fprintf(&b, "%s（%s）\n", f.Path, f.Why)
		}
	}
	box.text(ignoredFile, "ignored", b.String())
}
