package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"zwgk/samples"
)

var update = flag.Bool("update", false, "rewrite the golden blocks of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"zwgk": main})
}

// TestScripts runs testdata/script: each command as a person uses it, and each
// kind of bad input.
func TestScripts(t *testing.T) {
	county, err := filepath.Abs("testdata/county")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               func(env *testscript.Env) error { env.Setenv("COUNTY", county); return nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"county":  copyCounty,
			"demo":    copyDemo,
			"xlsx":    makeXLSX,
			"encrypt": encrypt,
			"halve":   halve,
			"gbk":     gbk,
			"tree":    tree,
			"sums":    sums,
			"pack":    pack,
		},
	})
}

// pack ARCHIVE FILE… makes a zip as Chinese Windows does: names in GBK, no flag.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: pack ARCHIVE FILE…")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range args[1:] {
		raw, err := simplifiedchinese.GBK.NewEncoder().String(name)
		ts.Check(err)
		w, err := z.CreateHeader(&zip.FileHeader{Name: raw, Method: zip.Deflate, NonUTF8: true})
		ts.Check(err)
		_, err = w.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(z.Close())
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o755))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}

// exits CODE COMMAND ARG… runs a command that must end with the exit code, say
// why when it failed, and leave no temporary file behind.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if want >= exitUsage && !strings.HasPrefix(ts.ReadFile("stderr"), "错误：") {
		ts.Fatalf("failed without a message")
	}
	whole(ts)
}

// whole: no temporary file of ours is left anywhere.
func whole(ts *testscript.TestScript) {
	ts.Check(filepath.WalkDir(ts.Getenv("WORK"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), ".zwgk-") {
			return fmt.Errorf("left behind: %s", path)
		}
		return err
	}))
}

// county DIR makes a small project of the files in testdata/county.
func copyCounty(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: county DIR")
	}
	ts.Check(copyFiles(ts.MkAbs(args[0]), os.DirFS(ts.Getenv("COUNTY"))))
}

// demo DIR unpacks the built-in demo county, without running anything.
func copyDemo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: demo DIR")
	}
	demo, err := fs.Sub(samples.FS, "demo")
	ts.Check(err)
	ts.Check(copyFiles(ts.MkAbs(args[0]), demo))
}

func copyFiles(dir string, from fs.FS) error {
	return fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(path))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		data, err := fs.ReadFile(from, path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o644)
	})
}

// xlsx OUT SHEET=FILE.csv… makes a workbook with a sheet for each CSV file.
func makeXLSX(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: xlsx OUT SHEET=FILE.csv…")
	}
	f := excelize.NewFile()
	defer f.Close()
	for _, arg := range args[1:] {
		sheet, file, _ := strings.Cut(arg, "=")
		_, err := f.NewSheet(sheet)
		ts.Check(err)
		r := csv.NewReader(strings.NewReader(ts.ReadFile(file)))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		ts.Check(err)
		for i, row := range rows {
			ts.Check(f.SetSheetRow(sheet, "A"+strconv.Itoa(i+1), &row))
		}
	}
	ts.Check(f.DeleteSheet("Sheet1"))
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

// encrypt FILE.xlsx sets a password that is asked for when the file is opened.
func encrypt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: encrypt FILE.xlsx")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	ts.Check(f.SaveAs(ts.MkAbs(args[0]), excelize.Options{Password: "123456"}))
}

// halve FILE cuts the second half off, as a broken transfer does.
func halve(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: halve FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), info.Size()/2))
}

// gbk FILE writes a file again in GBK, as an old editor does.
func gbk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: gbk FILE")
	}
	raw, err := simplifiedchinese.GBK.NewEncoder().String(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(raw), 0o644))
}

// tree DIR lists the files below a folder on stdout.
func tree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: tree DIR")
	}
	each(ts, args[0], func(path, _ string) { fmt.Fprintln(ts.Stdout(), path) })
}

// sums DIR OUT writes the hashes of the files below a folder to a file.
func sums(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sums DIR OUT")
	}
	var b strings.Builder
	each(ts, args[0], func(path, disk string) {
		data, err := os.ReadFile(disk)
		ts.Check(err)
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data), path)
	})
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o644))
}

func each(ts *testscript.TestScript, dir string, do func(path, disk string)) {
	root := ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(root, func(disk string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, disk)
		do(filepath.ToSlash(rel), disk)
		return err
	}))
}
