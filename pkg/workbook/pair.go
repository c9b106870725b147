package workbook

import (
	"archive/zip"
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// paired gives the sender's package with the comments of the sheets that get
// marks under the names that the library looks for: commentsN.xml beside
// vmlDrawingN.vml, by relative targets. Excel numbers the two apart, openpyxl has
// other names; comments added to those would be lost. names gives the new names by the old.
func paired(own kept, marked []string, data []byte) (pair []byte, names map[string]string, err error) {
	names = map[string]string{}
	next := lastNumber(own) + 1
	for _, sheet := range marked {
		refs := targets(own, sheet)
		drawing := refs[attributes(legacyDrawing.FindString(string(own[sheet])))["id"]]
		comments := own.comments(sheet)
		if own[drawing.part] == nil {
			continue
		}
		n := numbered.FindStringSubmatch(drawing.part)
		if n != nil && !strings.HasPrefix(drawing.written, "/") {
			wanted := "xl/comments" + n[1] + ".xml"
			if comments == wanted || comments == "" && own[wanted] == nil {
				continue
			}
		}
		names[drawing.part] = "xl/drawings/vmlDrawing" + strconv.Itoa(next) + ".vml"
		names[relsOf(drawing.part)] = relsOf(names[drawing.part])
		if comments != "" {
			names[comments] = "xl/comments" + strconv.Itoa(next) + ".xml"
		}
		next++
	}
	if len(names) == 0 {
		return data, nil, nil
	}
	var rels []string
	for _, sheet := range marked {
		rels = append(rels, relsOf(sheet))
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range keys(own) {
		text := own[name]
		switch {
		case slices.Contains(rels, name):
			text = retarget(text, strings.TrimSuffix(strings.Replace(name, "/_rels/", "/", 1), ".rels"), own, names)
		case name == contentTypes:
			text = renamed(text, names)
		}
		if to := names[name]; to != "" {
			name = to
		}
		w, err := z.Create(name)
		if err != nil {
			return nil, nil, err
		}
		if _, err := w.Write(text); err != nil {
			return nil, nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), names, err
}

var (
	legacyDrawing = regexp.MustCompile(`<(?:\w+:)?legacyDrawing\s[^>]*>`)
	numbered      = regexp.MustCompile(`^xl/(?:comments|drawings/vmlDrawing)(\d+)\.(?:xml|vml)$`)
	targetOf      = regexp.MustCompile(`(\sTarget\s*=\s*)(?:"[^"]*"|'[^']*')`)
	partNamed     = regexp.MustCompile(`(\sPartName\s*=\s*)(?:"/([^"]*)"|'/([^']*)')`)
)

// lastNumber is the highest that comments and their drawings have.
func lastNumber(own kept) int {
	last := 0
	for name := range own {
		if m := numbered.FindStringSubmatch(name); m != nil {
			n, _ := strconv.Atoi(m[1])
			last = max(last, n)
		}
	}
	return last
}

// retarget writes the relationships of a sheet with the new names.
func retarget(rels []byte, sheet string, own kept, names map[string]string) []byte {
	refs := targets(own, sheet)
	return relationship.ReplaceAllFunc(rels, func(tag []byte) []byte {
		to := names[refs[attributes(string(tag))["Id"]].part]
		if to == "" {
			return tag
		}
		return targetOf.ReplaceAll(tag, []byte(`${1}"../`+strings.TrimPrefix(to, "xl/")+`"`))
	})
}

// renamed writes the list of content types with the new names.
func renamed(types []byte, names map[string]string) []byte {
	return partNamed.ReplaceAllFunc(types, func(pair []byte) []byte {
		m := partNamed.FindSubmatch(pair)
		if to := names[string(m[2])+string(m[3])]; to != "" {
			return []byte(string(m[1]) + `"/` + to + `"`)
		}
		return pair
	})
}

// reserve keeps the library from giving new comments a number that others have: it
// counts the parts, and goes on from there. The entries that it adds to be counted
// are taken away by the function that it gives.
func reserve(file *excelize.File, own kept) (release func()) {
	var added []string
	last, count := lastNumber(own), 0
	for name := range own {
		if strings.Contains(name, "xl/comments") {
			count++
		}
	}
	for ; count <= last; count++ {
		name := "xl/comments.reserved" + strconv.Itoa(count)
		file.Pkg.Store(name, []byte{})
		added = append(added, name)
	}
	return func() {
		for _, name := range added {
			file.Pkg.Delete(name)
		}
	}
}
