package project

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Output is one file of a run, by its path below the out folder with "/".
type Output struct {
	Path   string `json:"path"`
	Kind   string `json:"kind"`
	SHA256 string `json:"sha256"`
}

// outbox collects the outputs of a run and writes them whole or not at all:
// temporary files named .zwgk-…, a journal of the hashes to come, then
// renames, the manifest last. A file that a person edited since the last run
// is kept beside the new one.
type outbox struct {
	dir     string
	files   []outFile
	partial bool // outputs of other stages stay as they are
}

type outFile struct {
	Output
	data []byte
}

const (
	manifestFile = "manifest.json"
	journalFile  = ".zwgk-journal.json"
	tempPrefix   = ".zwgk-"
	editedMark   = ".人工修改-"
)

// add puts a file into the box; write fills it.
func (o *outbox) add(path, kind string, write func(w io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return fmt.Errorf("写 %s：%w", path, err)
	}
	o.bytes(path, kind, b.Bytes())
	return nil
}

func (o *outbox) bytes(path, kind string, data []byte) {
	sum := sha256.Sum256(data)
	o.files = append(o.files, outFile{Output{path, kind, hex.EncodeToString(sum[:])}, data})
}

// text adds a text file for people: UTF-8 with BOM and CRLF.
func (o *outbox) text(path, kind, content string) {
	content = strings.ReplaceAll(strings.ReplaceAll(content, "\r\n", "\n"), "\n", "\r\n")
	o.bytes(path, kind, []byte("\ufeff"+content))
}

// json adds a JSON file, indented, Chinese as it is.
func (o *outbox) json(path, kind string, v any) error {
	return o.add(path, kind, func(w io.Writer) error { return EncodeJSON(w, v) })
}

// EncodeJSON writes v as indented JSON with Chinese and < > & as they are.
func EncodeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// outputs lists what is in the box, by path; of a partial run also what earlier
// runs wrote and is still there.
func (o *outbox) outputs() []Output {
	return byPath(append(o.untouched(), o.written()...))
}

// written lists what is in the box, by path.
func (o *outbox) written() []Output {
	var list []Output
	for _, f := range o.files {
		list = append(list, f.Output)
	}
	return byPath(list)
}

func byPath(list []Output) []Output {
	slices.SortFunc(list, func(a, b Output) int { return strings.Compare(a.Path, b.Path) })
	return list
}

func (o *outbox) untouched() []Output {
	list := []Output{}
	if !o.partial {
		return list
	}
	for _, out := range slices.Concat(o.listed(manifestFile), o.listed(journalFile)) {
		same := func(path string) bool { return path == out.Path }
		mine := slices.ContainsFunc(o.files, func(f outFile) bool { return same(f.Path) })
		listed := slices.ContainsFunc(list, func(l Output) bool { return same(l.Path) })
		if !mine && !listed && hashFile(o.disk(out.Path)) == out.SHA256 {
			list = append(list, out)
		}
	}
	return list
}

// listed gives the outputs that a manifest or journal in the folder lists.
func (o *outbox) listed(name string) []Output {
	var m struct {
		Outputs []Output `json:"outputs"`
	}
	data, err := os.ReadFile(filepath.Join(o.dir, name))
	if err != nil || json.Unmarshal(data, &m) != nil {
		return nil
	}
	return slices.DeleteFunc(m.Outputs, func(out Output) bool { return !filepath.IsLocal(filepath.FromSlash(out.Path)) })
}

// flush writes everything; manifest is written last. It returns the files of
// people that were kept aside, by their new paths.
func (o *outbox) flush(manifest any) (kept []string, err error) {
	if err := makeFolder(o.dir); err != nil {
		return nil, err
	}
	removeLeftovers(o.dir)
	known, stale := o.before()
	if err := o.json(manifestFile, "manifest", manifest); err != nil {
		return nil, err
	}
	if err := o.free(); err != nil {
		return nil, err
	}
	temps, err := o.writeTemps()
	if err != nil {
		removeAll(temps)
		return nil, err
	}
	if err := o.journal(); err != nil {
		removeAll(temps)
		return nil, err
	}
	for i, f := range o.files {
		aside, err := o.place(temps[i], f, known)
		if err != nil {
			removeAll(temps[i:])
			return kept, &WriteError{Path: o.disk(f.Path), Err: err, Begun: i > 0}
		}
		if aside != "" {
			kept = append(kept, aside)
		}
	}
	kept = append(kept, o.removeStale(stale, known)...)
	os.Remove(filepath.Join(o.dir, journalFile))
	slices.Sort(kept)
	return kept, nil
}

// before gives the hashes that earlier runs wrote, by path, and the paths that
// the last manifest lists and this run does not write.
func (o *outbox) before() (known map[string][]string, stale []string) {
	known = map[string][]string{}
	for _, name := range []string{manifestFile, journalFile} {
		for _, out := range o.listed(name) {
			known[out.Path] = append(known[out.Path], out.SHA256)
		}
	}
	if o.partial {
		return known, nil
	}
	for path := range known {
		if !slices.ContainsFunc(o.files, func(f outFile) bool { return f.Path == path }) {
			stale = append(stale, path)
		}
	}
	slices.Sort(stale)
	return known, stale
}

// free tells before anything is changed that a file to be replaced is held by
// another program, or that a folder stands in its place.
func (o *outbox) free() error {
	for _, f := range o.files {
		path := o.disk(f.Path)
		if !exists(path) || hashFile(path) == f.SHA256 {
			continue
		}
		held, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return &WriteError{Path: path, Err: err}
		}
		held.Close()
	}
	return nil
}

func (o *outbox) writeTemps() ([]string, error) {
	var temps []string
	for i, f := range o.files {
		path := o.disk(f.Path)
		if err := makeFolder(filepath.Dir(path)); err != nil {
			return temps, err
		}
		temp := filepath.Join(filepath.Dir(path), fmt.Sprintf("%s%d.tmp", tempPrefix, i))
		temps = append(temps, temp)
		if err := os.WriteFile(temp, f.data, 0o644); err != nil {
			return temps, &WriteError{Path: path, Err: err}
		}
	}
	return temps, nil
}

// journal notes the hashes to come, beside those that earlier runs noted: should
// this run die, the next one still knows all files of ours.
func (o *outbox) journal() error {
	list := slices.Concat(o.outputs(), o.listed(manifestFile), o.listed(journalFile))
	var b bytes.Buffer
	if err := EncodeJSON(&b, struct {
		Outputs []Output `json:"outputs"`
	}{list}); err != nil {
		return err
	}
	path := filepath.Join(o.dir, journalFile)
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return &WriteError{Path: path, Err: err}
	}
	return nil
}

// place moves a temporary file to its name. What stands there and was written
// by nobody we know is a person's work and moves aside first. The manifest is
// nobody's work but ours.
func (o *outbox) place(temp string, f outFile, known map[string][]string) (aside string, err error) {
	path := o.disk(f.Path)
	if old := hashFile(path); old != "" && f.Path != manifestFile && old != f.SHA256 && !slices.Contains(known[f.Path], old) {
		aside = asideName(path)
		if err := os.Rename(path, aside); err != nil {
			return "", err
		}
	}
	if err := os.Rename(temp, path); err != nil {
		return "", err
	}
	if aside == "" {
		return "", nil
	}
	rel, _ := filepath.Rel(o.dir, aside)
	return filepath.ToSlash(rel), nil
}

// removeStale removes outputs of the last run that this one does not have, for
// an old letter of complaint beside a mended sheet misleads; edited ones move aside.
func (o *outbox) removeStale(stale []string, known map[string][]string) (kept []string) {
	for _, path := range stale {
		disk := o.disk(path)
		switch old := hashFile(disk); {
		case old == "":
		case slices.Contains(known[path], old):
			os.Remove(disk)
		default:
			aside := asideName(disk)
			if os.Rename(disk, aside) == nil {
				rel, _ := filepath.Rel(o.dir, aside)
				kept = append(kept, filepath.ToSlash(rel))
			}
		}
	}
	return kept
}

func (o *outbox) disk(path string) string { return filepath.Join(o.dir, filepath.FromSlash(path)) }

// removeLeftovers removes the temporary files of a run that died. The journal
// stays: it tells our files from a person's.
func removeLeftovers(dir string) {
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasPrefix(d.Name(), tempPrefix) && d.Name() != journalFile {
			os.Remove(path)
		}
		return nil
	})
}

func removeAll(paths []string) {
	for _, p := range paths {
		os.Remove(p)
	}
}
