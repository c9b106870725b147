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

// partsOf reads all parts of a package.
func partsOf(data []byte) (kept, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	out := kept{}
	for _, f := range z.File {
		if out[partName(f.Name)], err = content(f); err != nil {
			return nil, err
		}
	}
	return out, nil
}

const sheetList = "xl/workbook.xml"

// sheetParts lists the parts of the sheets that get marks, and of the others. In
// a workbook that was marked before, the marks of all sheets change.
func (k kept) sheetParts(places map[string]map[string][]finding.Finding, again bool) (marked, others []string) {
	sheets := k.sheets()
	for _, tag := range sheetEntry.FindAllString(string(k[sheetList]), -1) {
		name := attributes(tag)["name"]
		if again || len(places[name]) > 0 {
			marked = append(marked, sheets[name])
		} else {
			others = append(others, sheets[name])
		}
	}
	return marked, others
}

// sheets gives the part of each sheet by its name.
func (k kept) sheets() map[string]string {
	out := map[string]string{}
	refs := targets(k, sheetList)
	for _, tag := range sheetEntry.FindAllString(string(k[sheetList]), -1) {
		a := attributes(tag)
		out[a["name"]] = refs[a["id"]].part
	}
	return out
}

// comments is the part with the comments of a sheet, "" when it has none.
func (k kept) comments(sheet string) string {
	for _, t := range targets(k, sheet) {
		if strings.HasSuffix(t.kind, "/comments") {
			return t.part
		}
	}
	return ""
}

// keep leaves the parts to keep: all but the list of sheets, the styles, and what
// belongs to the sheets that get marks.
func (k kept) keep(marked, others []string) {
	for _, part := range marked {
		for _, t := range targets(k, part) {
			if strings.HasSuffix(t.kind, "/comments") || strings.HasSuffix(t.kind, "/vmlDrawing") {
				delete(k, t.part)
			}
		}
		delete(k, relsOf(part))
		delete(k, part)
	}
	for _, part := range others {
		if data := k[part]; data != nil {
			k[part] = unselected.ReplaceAll(data, []byte("$1"))
		}
	}
	for _, part := range []string{sheetList, relsOf(sheetList), contentTypes, "xl/styles.xml"} {
		delete(k, part)
	}
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
type target struct{ part, kind, written string }

// targets lists what a part refers to, by relationship (ECMA-376 Part 2 §9.3).
func targets(parts kept, part string) map[string]target {
	out := map[string]target{}
	for _, tag := range relationship.FindAllString(string(parts[relsOf(part)]), -1) {
		a := attributes(tag)
		to := path.Join(path.Dir(part), a["Target"])
		if strings.HasPrefix(a["Target"], "/") {
			to = path.Clean(a["Target"])[1:]
		}
		out[a["Id"]] = target{to, a["Type"], a["Target"]}
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

// settle puts the sender's own bytes back.
func (k kept) settle(list []*part) {
	for _, e := range list {
		if data, ok := k[e.name]; ok {
			e.Reset()
			e.Write(data)
		}
	}
}
