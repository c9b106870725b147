package intake

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
)

// packages are the marks of a zip that is a file of its own and no archive, by
// a part at its root: OPC (ECMA-376 Part 2, 7.3.7), ODF (OpenDocument 1.2 Part
// 3, 3.3), OFD (GB/T 33190-2016) and Apple's iWork.
var packages = []struct{ part, what string }{
	{"[content_types].xml", ""}, {"mimetype", ""}, {"ofd.xml", ofd}, {"index/document.iwa", "苹果 iWork 文件"}, {"index.zip", "苹果 iWork 文件"},
}

const ofd = "OFD 版式文件"

// otherPackage is what is wrong with a package that no reader of tables knows;
// nil for office files.
func otherPackage(what string) *Error {
	switch what {
	case "":
		return nil
	case ofd: // a print, like PDF
		return problem(NotATable, "这是%s，读不出表格。请报送 .xlsx 填报表。", what)
	}
	return problem(Unsupported, "这是%s，读不出表格。请报送 .xlsx 填报表。", what)
}

// packageMark tells a package, such as a workbook, from an archive. With tables
// beside its parts it is an archive all the same.
func packageMark(src source) (what string, found bool) {
	names, typed, whole := zipNames(src)
	if !whole && slices.ContainsFunc(names, isPart) || slices.ContainsFunc(names, isMainPart) && !slices.ContainsFunc(names, isTableAtRoot) {
		return "", true
	}
	for _, p := range packages {
		at := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(strings.ReplaceAll(n, `\`, "/"), p.part) })
		if at < 0 || p.part == "mimetype" && !typed {
			continue
		}
		return p.what, !slices.ContainsFunc(names, isTableAtRoot)
	}
	return "", false
}

// isPart knows a part of a workbook or document whose other parts are lost.
func isPart(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	if name == "[content_types].xml" || name == "content.xml" {
		return true
	}
	top, _, below := strings.Cut(name, "/")
	return below && slices.Contains([]string{"xl", "word", "ppt", "_rels", "docprops", "customxml"}, top)
}

// isMainPart knows the main part of a workbook or document, which is one even
// where the list of its parts is missing.
func isMainPart(name string) bool {
	switch strings.ToLower(strings.ReplaceAll(name, `\`, "/")) {
	case "xl/workbook.xml", "word/document.xml", "content.xml":
		return true
	}
	return false
}

// isTableAtRoot: no package has such a part there.
func isTableAtRoot(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xls", ".xlsx", ".xlsm", ".et", ".ods", ".csv", ".doc", ".docx", ".wps":
		return !strings.ContainsAny(name, `/\`)
	}
	return false
}

// zipNames lists the entries from the directory or, where that is lost, the
// first that are left: whole tells which. typed tells that a part mimetype
// names a document.
func zipNames(src source) (names []string, typed, whole bool) {
	z, err := openZip(src)
	if err != nil {
		salvageZip(src, func(h *localHeader, content func() (io.Reader, error)) error {
			names = append(names, h.name)
			if h.name == "mimetype" {
				r, _ := content()
				typed = r != nil && documentType(r)
			}
			const enough = 64 // parts, among which one tells what they are of
			if len(names) == enough {
				return errDone
			}
			return nil
		})
		return names, typed, false
	}
	for _, f := range z.File {
		names = append(names, f.Name)
		if f.Name == "mimetype" {
			if r, err := f.Open(); err == nil {
				typed = documentType(r)
			}
		}
	}
	return names, typed, true
}

func documentType(r io.Reader) bool {
	head := make([]byte, 64)
	n, _ := io.ReadFull(r, head)
	return bytes.HasPrefix(head[:n], []byte("application/vnd.")) || bytes.HasPrefix(head[:n], []byte("application/epub"))
}
