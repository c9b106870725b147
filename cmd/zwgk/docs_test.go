package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zwgk/samples"
)

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestDocumentedCommands runs every command of the README and of the manual, in
// the order in which they stand there, in a folder with a table and a roster.
func TestDocumentedCommands(t *testing.T) {
	for _, doc := range []string{"README.md", "docs/使用手册.md"} {
		t.Run(filepath.Base(doc), func(t *testing.T) {
			text, err := os.ReadFile("../../" + doc)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(deskOfTheOffice(t))
			ran := 0
			for _, block := range shellBlock.FindAllStringSubmatch(string(text), -1) {
				for _, line := range strings.Split(strings.TrimSpace(block[1]), "\n") {
					ran += runLine(t, line)
				}
			}
			if ran < 4 {
				t.Errorf("only %d commands found", ran)
			}
		})
	}
}

// deskOfTheOffice is a folder with what the documents take for granted.
func deskOfTheOffice(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for to, from := range map[string]string{"任务分解表.docx": "weishan-2019/2019-task-table.docx", "单位名录.xlsx": "weishan-2019/roster.xlsx"} {
		data, err := fs.ReadFile(samples.FS, from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, to), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// runLine runs a documented line; what builds and tests the program is run by
// whoever runs this test.
func runLine(t *testing.T, line string) int {
	t.Helper()
	if line == "go test ./..." || line == "go build -o zwgk ./cmd/zwgk" {
		return 0
	}
	args, ok := strings.CutPrefix(strings.Replace(line, "go run ./cmd/zwgk", "zwgk", 1), "zwgk ")
	if !ok {
		t.Errorf("not a command of ours: %s", line)
		return 0
	}
	var stdout, stderr bytes.Buffer
	if code := run(append([]string{"zwgk"}, strings.Fields(args)...), &stdout, &stderr); code != 0 {
		t.Errorf("%s: exit code %d: %s", line, code, stderr.String())
	}
	if stdout.Len() == 0 {
		t.Errorf("%s says nothing", line)
	}
	return 1
}
