package workbook

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"path"
	"regexp"
	"strings"

	"zwgk/pkg/finding"

	"github.com/xuri/excelize/v2"
)

// kept are the parts of the sender's package that marking has no business with:
// they go back as the sender's own bytes. The library writes anew whatever it has
// looked at, and leaves out what it does not know.
type kept map[string][]byte

// keep finds the parts to keep: all but the list of sheets, the styles, and what
// belongs to the sheets that get marks. In a workbook that was marked before,
// the marks of all sheets change.
func (in *MarkInput) keep(places map[string]map[string][]finding.Finding, again bool) (kept, error) {
	z, err := zip.NewReader(bytes.NewReader(in.Data), int64(len(in.Data)))
	if err != nil {
		return nil, err
	}
	out := kept{}
	for _, f := range z.File {
		if out[partName(f.Name)], err = content(f); err != nil {
			return nil, err
		}
	}
	const list = "xl/workbook.xml"
	sheets := targets(out, list)
	var marked, others []string
	for _, tag := range sheetEntry.FindAllString(string(out[list]), -1) {
		a := attributes(tag)
		if part := sheets[a["id"]].part; again || len(places[a["name"]]) > 0 {
			marked = append(marked, part)
		} else {
			others = append(others, part)
		}
	}
	for _, part := range marked {
		for _, t := range targets(out, part) {
			if strings.HasSuffix(t.kind, "/comments") || strings.HasSuffix(t.kind, "/vmlDrawing") {
				delete(out, t.part)
			}
		}
		delete(out, relsOf(part))
		delete(out, part)
	}
	for _, part := range others {
		if data := out[part]; data != nil {
			out[part] = unselected.ReplaceAll(data, []byte("$1"))
		}
	}
	for _, part := range []string{list, relsOf(list), contentTypes, "xl/styles.xml"} {
		delete(out, part)
	}
	return out, nil
}

// unselected takes a sheet out of those that are selected together: what is typed
// would go into all of them.
var unselected = regexp.MustCompile(`(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected\s*=\s*["'](?:1|true)["']`)

func content(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, maxInflated))
}

// partName is a part's name as the library writes it.
func partName(name string) string {
	return strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/")
}

// target is what a part refers to.
type target struct{ part, kind string }

// targets lists what a part refers to, by relationship (ECMA-376 Part 2 §9.3).
func targets(parts kept, part string) map[string]target {
	out := map[string]target{}
	for _, tag := range relationship.FindAllString(string(parts[relsOf(part)]), -1) {
		a := attributes(tag)
		to := path.Join(path.Dir(part), a["Target"])
		if strings.HasPrefix(a["Target"], "/") {
			to = path.Clean(a["Target"])[1:]
		}
		out[a["Id"]] = target{to, a["Type"]}
	}
	return out
}

func relsOf(part string) string {
	return path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
}

var (
	sheetEntry    = regexp.MustCompile(`<(?:\w+:)?sheet\s[^>]*>`)
	relationship  = regexp.MustCompile(`<(?:\w+:)?Relationship\s[^>]*>`)
	attributePair = regexp.MustCompile(`([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// attributes of a tag by their local names.
func attributes(tag string) map[string]string {
	out := map[string]string{}
	for _, m := range attributePair.FindAllStringSubmatch(tag, -1) {
		out[m[1][strings.LastIndexByte(m[1], ':')+1:]] = html.UnescapeString(m[2] + m[3])
	}
	return out
}

// writer writes a package, with the parts that are kept in place of the library's.
func (k kept) writer(w io.Writer) excelize.ZipWriter {
	p := orderedZip(w).(*parts)
	p.kept = k
	return p
}
