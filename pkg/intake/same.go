package intake

import (
	"path/filepath"
	"slices"
)

// qualify tells files of one path apart by the folder that they were given in.
func qualify(lists [][]File) []File {
	from := map[string]map[int]bool{}
	for i, list := range lists {
		for _, f := range list {
			if from[f.Path] == nil {
				from[f.Path] = map[int]bool{}
			}
			from[f.Path][i] = true
		}
	}
	files := slices.Concat(lists...)
	for i := range files {
		if f := &files[i]; len(from[f.Path]) > 1 {
			f.Path = Shown(trimRoot(filepath.ToSlash(filepath.Clean(f.disk))))
		}
	}
	return files
}

func trimRoot(p string) string {
	for len(p) > 0 && p[0] == '/' {
		p = p[1:]
	}
	return p
}

// markDoubles marks files with the bytes of an earlier one. Of equal files the
// one that came first counts, else the first by path.
func markDoubles(files []File) {
	first := map[string]int{}
	for i, f := range files {
		if f.Junk != "" || f.SHA256 == "" || f.Size == 0 || f.SameAs != "" {
			continue
		}
		j, seen := first[f.SHA256]
		switch {
		case !seen:
			first[f.SHA256] = i
		case f.Received != "" && f.Received < files[j].Received:
			files[j].SameAs = f.Path
			first[f.SHA256] = i
		default:
			files[i].SameAs = files[j].Path
		}
	}
	for i, f := range files {
		if j, ok := first[f.SHA256]; ok && f.SameAs != "" {
			files[i].SameAs = files[j].Path
		}
	}
}
