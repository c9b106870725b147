package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// rewriteZip copies a package, each part changed.
func rewriteZip(data []byte, change func(name string, content []byte) []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		part, err := w.Create(f.Name)
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(change(f.Name, content)); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// libreOffice converts a file to another format and gives its bytes, without the
// clock in a package.
func libreOffice(data []byte, name, format, filter string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "zwgk-corpus-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	from := filepath.Join(dir, name)
	if err := os.WriteFile(from, data, 0o644); err != nil {
		return nil, err
	}
	out := filepath.Join(dir, "out")
	cmd := exec.Command("soffice", "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--convert-to", filter, "--outdir", out, from)
	if text, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("soffice: %w: %s", err, text)
	}
	base := name[:len(name)-len(filepath.Ext(name))]
	converted, err := os.ReadFile(filepath.Join(out, base+"."+format))
	if err != nil || !bytes.HasPrefix(converted, []byte("PK")) {
		return converted, err
	}
	return rewriteZip(converted, func(_ string, content []byte) []byte { return content })
}
