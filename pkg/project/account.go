package project

import (
	"slices"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/intake"
	"zwgk/pkg/value"
)

// SourceLines names places for people, the cells of one sheet in one line: 夏镇.xlsx“填报表” F12、F15. Folders are
// left out where the name alone tells files apart, among these places and others that stand beside them.
func SourceLines(places []finding.Place, others ...finding.Place) []string {
	paths := map[string]string{} // by base name; "" where several have it
	for _, p := range slices.Concat(places, others) {
		base := intake.Base(p.File)
		if was, seen := paths[base]; seen && was != p.File {
			paths[base] = ""
		} else if !seen {
			paths[base] = p.File
		}
	}
	var out []string
	at := map[[2]string]int{}
	for _, p := range places {
		k := [2]string{p.File, p.Sheet}
		i, known := at[k]
		if !known {
			name := p.File
			if base := intake.Base(p.File); paths[base] != "" {
				name = base
			}
			if p.Sheet != "" {
				name += "“" + p.Sheet + "”"
			}
			i = len(out)
			at[k], out = i, append(out, value.Mask(name))
			if p.Cell != "" {
				out[i] += " " + p.Cell
			}
			continue
		}
		if p.Cell != "" && !strings.HasSuffix(out[i], " "+p.Cell) && !strings.HasSuffix(out[i], "、"+p.Cell) {
			out[i] += "、" + p.Cell
		}
	}
	return out
}
