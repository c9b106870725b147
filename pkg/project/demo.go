package project

import (
	"io/fs"
	"os"
	"path/filepath"

	"zwgk/samples"
)

// UnpackDemo writes the built-in sample year into a folder. A folder with other
// things in it is refused, an earlier demo is written over.
func UnpackDemo(dir string) error {
	if err := demoRoom(dir); err != nil {
		return err
	}
	demo, err := fs.Sub(samples.FS, "demo")
	if err != nil {
		return err
	}
	return fs.WalkDir(demo, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == "faults.yaml" {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(path))
		if d.IsDir() {
			return makeFolder(to)
		}
		data, err := fs.ReadFile(demo, path)
		if err != nil {
			return err
		}
		return writeWhole(to, data)
	})
}

// demoRoom: the folder is new, empty, or holds an earlier demo.
func demoRoom(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		if os.IsNotExist(err) {
			return nil
		}
		return &WriteError{Path: dir, Err: err}
	}
	if len(entries) == 0 {
		return nil
	}
	s, found, err := readSettings(dir)
	if err == nil && found && s.Sample {
		return nil
	}
	return usage("%s 里已有别的内容，没有改动。请用 --out 换一个文件夹。", filepath.ToSlash(dir))
}
