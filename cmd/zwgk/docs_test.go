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
	cityOfTheOffice(t, filepath.Join(dir, "示例市2019年"))
	return dir
}

// cityOfTheOffice is a folder as the manual describes it, with a ledger that has come in.
func cityOfTheOffice(t *testing.T, dir string) {
	t.Helper()
	for name, text := range map[string]string{
		"project.yaml": "# 示例数据，纯属虚构\ncounty: 示例市\nyear: 2019\nsample: true\nrounds:\n  - {id: 2019-h1, name: 上半年, kind: rollup, due: 2019-07-15, as_of: 2019-06-30}\n",
		"roster.csv":   "单位名称,全称,别名,类别,启用,备注\n示例县,,,县市区,是,\n样例县,,,县市区,是,\n",
		"tasks.csv":    "示例市2019年政务公开工作任务分解表\n序号,工作任务,具体要求,责任单位\n1,推进财政信息公开,公开预算和决算,各部门\n",
		"inbox/2019-h1/2019-07-10/ledger.json": `{"format": 1, "county": "示例县", "year": 2019, "table": "", "round": "2019-h1", "as_of": "2019-06-30", "events": [],
"units": [{"unit": "县财政局", "group": "政府部门", "expected": true, "reported": true, "required": ["1"], "missing": [], "excused": [], "files": ["县财政局.xlsx"]}],
"entries": [{"unit": "县财政局", "item": "1", "fate": "merged", "status": "done", "source": {"file": "县财政局.xlsx", "sheet": "填报表", "row": 6, "cells": {"status": "D6"}}}]}`,
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
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
