package project_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zwgk/pkg/policy"
	"zwgk/pkg/project"
)

// A limit that is no whole number as it stands is refused with its place, and
// not read as some number all the same.
func TestLimitsAsWritten(t *testing.T) {
	for written, fine := range map[string]bool{
		"5": true, "0": true, "": true, "~": true, "7 # 层": true, "1073741824": true,
		"1.5": false, `"5"`: false, "'5'": false, "-1": false, "512MB": false, "5 MB": false, "1e3": false, "0x10": false, "1_000": false, "010": false,
		"+5": false, "１２": false, "true": false, "99999999999999999999": false, "1073741825": false, "[1]": false, "{a: 1}": false, "|\n    5": false,
	} {
		dir := t.TempDir()
		settings := "county: 示例县\nyear: 2019\nlimits:\n  rows: 10\n  depth: " + written + "\n"
		if err := os.WriteFile(filepath.Join(dir, "project.yaml"), []byte(settings), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := project.Open(project.Options{Dir: dir})
		var slip *policy.Error
		refused := errors.As(err, &slip)
		if refused == fine {
			t.Errorf("%s: %v", written, err)
		}
		if refused && (slip.Pos.Line != 5 || !strings.Contains(err.Error(), "整数")) {
			t.Errorf("%s: %v", written, err)
		}
	}
}

// The days of further reminders come after the due date, one after the other; a
// slip is shown at its place.
func TestReminderDays(t *testing.T) {
	for written, want := range map[string]string{
		"due: 2019-07-05, reminders: [2019-07-08, 2019-07-12]": "",
		"due: 2019-07-05, reminders: []":                       "",
		"due: 2019-07-05":                                      "",
		"due: 2019-07-05, reminders: [2019-07-05]":             "第 4 行第 60 列：再次催报的日期 2019-07-05 应晚于报送截止日 2019-07-05",
		"due: 2019-07-05, reminders: [2019-07-12, 2019-07-08]": "第 4 行第 72 列：再次催报的日期 2019-07-08 应晚于前一次的 2019-07-12",
		"due: 2019-07-05, reminders: [2019-07-08, 7月12日]":      "第 4 行第 72 列：日期应写成 2019-06-30 的样子，写的是 “7月12日”",
		"due: 2019-07-05, reminders: [2019-07-08, \"\"]":       "第 4 行第 72 列：reminders 里有一个日期是空的",
		"reminders: [2019-07-08]":                              "第 4 行第 43 列：报送期 2019-h1 写了 reminders（再次催报的日期），没有写 due（报送截止日）",
		"due: 2019-07-05, reminders: 2019-07-08":               "列表",
	} {
		dir := t.TempDir()
		settings := "county: 示例县\nyear: 2019\nrounds:\n  - {id: 2019-h1, kind: half, " + written + "}\n"
		if err := os.WriteFile(filepath.Join(dir, "project.yaml"), []byte(settings), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := project.Open(project.Options{Dir: dir})
		var slip *policy.Error
		if refused := errors.As(err, &slip); refused != (want != "") || want != "" && (!strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "^")) {
			t.Errorf("%s: %v", written, err)
		}
	}
}

// TestRoundsInOrder: a round is compared with the one written before it.
func TestRoundsInOrder(t *testing.T) {
	dir := t.TempDir()
	text := "county: 示例县\nyear: 2019\nrounds:\n  - {id: end, as_of: 2019-12-31}\n  - {id: h1, as_of: 2019-06-30}\n"
	if err := os.WriteFile(filepath.Join(dir, "project.yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := project.Open(project.Options{Dir: dir, Round: "h1"}); err == nil || !strings.Contains(err.Error(), "第 5 行") || !strings.Contains(err.Error(), "h1 的数据截止日 2019-06-30 早于前一个报送期 end 的 2019-12-31") {
		t.Error(err)
	}
}
