package grid

import (
	"path"
	"slices"
	"strings"
)

// formats lists what can be read: the name in Workbook.Format, what people call
// it, and the extensions that fit, the usual one first. WPS saves its .et as
// BIFF8 and opens anything under that name.
var formats = []struct {
	format, name string
	extensions   []string
}{
	{"xlsx", "Excel 工作簿（.xlsx）", []string{".xlsx", ".xlsm", ".xltx", ".et"}},
	{"xlsm", "带宏的 Excel 工作簿（.xlsm）", []string{".xlsm", ".xltm", ".et"}},
	{"xls", "旧版 Excel 工作簿（.xls）", []string{".xls", ".et", ".xlt", ".ett"}},
	{"ods", "ODF 电子表格（.ods）", []string{".ods", ".fods", ".ots"}},
	{"odt", "ODF 文档（.odt）", []string{".odt", ".fodt", ".ott"}},
	{"csv", "文本表格（.csv）", []string{".csv", ".tsv", ".txt", ".tab"}},
	{"txt", "文本（.txt）", []string{".txt", ".csv", ".tsv", ".md"}},
	{"docx", "Word 文档（.docx）", []string{".docx", ".docm", ".dotx", ".wps"}},
	{"doc", "旧版 Word 文档（.doc）", []string{".doc", ".dot", ".wps"}},
	{"html", "网页", []string{".html", ".htm", ".xhtml", ".mht", ".mhtml"}},
	{"mht", "网页", []string{".mht", ".mhtml"}},
	{"xml", "XML 表格（.xml）", []string{".xml"}},
}

// NameFits tells that the extension of a file name goes with a format, in any
// case. A name without an extension, and a format that is not known, fit.
func NameFits(format, name string) bool {
	ext := strings.ToLower(path.Ext(name))
	for _, f := range formats {
		if f.format == format {
			return ext == "" || slices.Contains(f.extensions, ext)
		}
	}
	return true
}

// FormatName is what people call a format, in Chinese; the format itself when
// it is not known.
func FormatName(format string) string {
	for _, f := range formats {
		if f.format == format {
			return f.name
		}
	}
	return format
}

// Extension is the usual extension of a format, "" when it is not known.
func Extension(format string) string {
	for _, f := range formats {
		if f.format == format {
			return f.extensions[0]
		}
	}
	return ""
}
