package workbook

import (
	"maps"
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// fileText names the file of a place for people: 夏镇街道.xlsx, with the folder
// where two files have one name, and the sheet where the file has several forms. Private numbers are masked; links keep them.
func (v *view) fileText(p finding.Place) string {
	text := p.File
	if base := intake.Base(p.File); v.names[base] == 1 {
		text = base
	}
	if p.Sheet != "" && (v.files[p.File] > 1 || p.Cell == "") {
		text += "!" + p.Sheet
	}
	return value.Mask(text)
}

// placesText names places for people, the cells of one sheet together:
// 夏镇街道.xlsx!F12、F15.
func (v *view) placesText(places []finding.Place) string {
	var out strings.Builder
	last := ""
	for _, p := range places {
		file := v.fileText(p)
		switch {
		case file == last && p.Cell != "":
			out.WriteString("、" + p.Cell)
			continue
		case out.Len() > 0:
			out.WriteString("\n")
		}
		out.WriteString(file)
		if p.Cell != "" {
			out.WriteString("!" + p.Cell)
		}
		last = file
	}
	return out.String()
}

// link is the path to a place in the inbox, "" when the file did not come in
// through it. A file in an archive gets the archive.
func (v *view) link(p finding.Place) string {
	if !v.came(p.File) || v.Inbox == "" {
		return ""
	}
	outer, _, archived := strings.Cut(p.File, intake.Sep)
	target := escapePath(strings.TrimSuffix(v.Inbox, "/") + "/" + outer)
	if archived || p.Sheet == "" || p.Cell == "" || strings.ContainsAny(p.Sheet, " %#?&<>\"'") {
		return target
	}
	return target + "#" + p.Sheet + "!" + p.Cell
}

// came tells that a file came in through the inbox. Of a roll-up the sheets of a county's units did not, but the ledger
// that tells of them.
func (v *view) came(file string) bool {
	_, known := v.files[file]
	for v.Comparison != nil && !known && strings.Contains(file, intake.Sep) {
		file = file[:strings.LastIndex(file, intake.Sep)]
		_, known = v.files[file]
	}
	return known
}

// escapePath escapes what a link may not hold. Chinese stays: spreadsheet
// programs look for a local file by its name as written.
func escapePath(p string) string {
	return pathEscapes.Replace(p)
}

var pathEscapes = strings.NewReplacer("%", "%25", " ", "%20", "#", "%23", "?", "%3F", `\`, "%5C", `"`, "%22", "<", "%3C", ">", "%3E")

// entryPlace is the cell that stands for an entry: its progress text, else the
// next best of its row.
func entryPlace(e *ledger.Entry) finding.Place {
	p := finding.Place{File: e.Source.File, Sheet: e.Source.Sheet}
	for _, field := range []string{form.FieldProgressText, form.FieldStatus, form.FieldID, form.FieldTask} {
		if p.Cell == "" {
			p.Cell = e.Source.Cells[field]
		}
	}
	for _, field := range slices.Sorted(maps.Keys(e.Source.Cells)) {
		if p.Cell == "" {
			p.Cell = e.Source.Cells[field]
		}
	}
	return p
}
