// Package project is a year's folder: its settings, the templates with their
// overrides handed to each stage, and the wiring of a whole run.
package project

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zwgk/pkg/duty"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// Settings is project.yaml.
type Settings struct {
	County    string
	Year      int
	Office    string
	Title     string
	Tasks     string
	Roster    string
	Decisions string
	Plan      string
	Scores    []string // sheets of sub-scores, of a third party or of the office's own
	Sites     []string // of the county and of what is above it; links to other governments' are told of
	Sample    bool     // the figures are invented, and every output says so
	Rounds    []RoundSettings
	Document  DocumentSettings
	Fonts     FontSettings
	Limits    LimitSettings
}

// RoundSettings is one reporting period of project.yaml; dates are ISO.
type RoundSettings struct {
	ID     policy.Text
	Name   string
	Kind   policy.Text
	Start  policy.Text
	Due    policy.Text
	AsOf   policy.Text `yaml:"as_of"`
	Duties []policy.Text

	Reminders []policy.Text    // days after Due from which units are reminded again, ascending
	Document  DocumentSettings // of this round's report; what it leaves empty is as for the year
}

// DocumentSettings are the head and foot of the report: 文号 主送 署名 成文日期.
type DocumentSettings struct{ Number, To, From, Date string }

// over lays the settings over others, which fill in what is empty.
func (d DocumentSettings) over(year DocumentSettings) DocumentSettings {
	return DocumentSettings{Number: cmp.Or(d.Number, year.Number), To: cmp.Or(d.To, year.To), From: cmp.Or(d.From, year.From), Date: cmp.Or(d.Date, year.Date)}
}

// FontSettings name font files that replace the embedded ones.
type FontSettings struct{ Fangsong, Song, Hei, Kai, Title string }

// LimitSettings bound what the files that come in may cost; 0 means the default
// of grid.Limits and intake.Limits, or below. Sizes are MiB.
type LimitSettings struct {
	Inflated int64 // of one part of a file
	Ratio    int   // of a part, and of an archive
	Cells    int
	Rows     int
	Columns  int
	Text     int64
	Seconds  int // spent on one file, and on one archive
	Depth    int
	Files    int   // of one archive
	Inbox    int   // files of all
	Unpacked int64 // of one archive
	Size     int64 // of one file
	Entries  int   // rows filled in of one file; default 20,000
	Total    int   // rows filled in of all files; default 200,000
}

// A county's table has under a hundred tasks and units fill in a row or a few
// for each of theirs; a hundred units come to some ten thousand rows.
const (
	entriesMost = 20_000
	totalMost   = 200_000
)

func (l LimitSettings) entries() int { return cmp.Or(l.Entries, entriesMost) }

func (l LimitSettings) total() int { return cmp.Or(l.Total, totalMost) }

func (l LimitSettings) grid() grid.Limits {
	return grid.Limits{Inflated: l.Inflated << 20, Ratio: l.Ratio, Cells: l.Cells, Row: l.Rows, Col: l.Columns, Text: l.Text << 20, Time: l.time()}
}

func (l LimitSettings) intake() intake.Limits {
	return intake.Limits{Depth: l.Depth, Files: l.Files, Inbox: l.Inbox, Size: l.Size << 20, Inflated: l.Unpacked << 20, Ratio: l.Ratio, Time: l.time()}
}

func (l LimitSettings) time() time.Duration { return time.Duration(l.Seconds) * time.Second }

// limitMost keeps a limit, in its unit, far from overflow.
const limitMost = 1 << 30

var wholeNumber = regexp.MustCompile(`^(0|[1-9]\d*)$`)

// validateLimits looks at the limits as written: 1.5, "5" and 0x10 would all be
// read as some integer.
func validateLimits(f policy.File) error {
	for _, s := range f.Scalars("limits") {
		n, err := strconv.ParseInt(s.Written, 10, 64)
		if s.Written != "" && (!wholeNumber.MatchString(s.Written) || err != nil || n > limitMost) {
			return f.Errorf(s.Pos, nil, "limits 的 %s 写的是 %s，应为 0（用默认值）到 %d 之间的整数，不加引号、小数和单位", s.Key, s.Written, limitMost)
		}
	}
	return nil
}

const settingsFile = "project.yaml"

// readSettings gives the settings of a project folder; found is false when it
// has no project.yaml, which is no error.
func readSettings(dir string) (s Settings, found bool, err error) {
	data, err := os.ReadFile(filepath.Join(dir, settingsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Settings{}, false, nil
	}
	if err != nil {
		return Settings{}, false, fmt.Errorf("读不出 %s：%s", settingsFile, reason(err))
	}
	f := policy.File{Name: settingsFile, Data: data}
	if err := validateLimits(f); err != nil {
		return Settings{}, true, err
	}
	if err := f.Decode(&s); err != nil {
		return Settings{}, true, err
	}
	return s, true, s.validate(f)
}

func (s *Settings) validate(f policy.File) error {
	if s.County == "" {
		return f.Errorf(policy.Pos{}, nil, "没有写 county（县名），例如 county: 示例县")
	}
	if s.Year < 1990 || s.Year > 2099 {
		return f.Errorf(policy.Pos{}, nil, "没有写 year（年份），例如 year: 2019")
	}
	seen := map[string]bool{}
	for i, r := range s.Rounds {
		if err := r.validate(f, seen); err != nil {
			return err
		}
		if i > 0 && r.AsOf.Value != "" && r.AsOf.Value < s.Rounds[i-1].AsOf.Value {
			return f.Errorf(r.AsOf.Pos, nil, "报送期要按时间先后写：%s 的数据截止日 %s 早于前一个报送期 %s 的 %s", r.ID, r.AsOf, s.Rounds[i-1].ID, s.Rounds[i-1].AsOf)
		}
	}
	return nil
}

var roundKinds = []string{"month", "quarter", "half", "year", rollUpKind}

func (r RoundSettings) validate(f policy.File, seen map[string]bool) error {
	id := r.ID.Value
	switch {
	case id == "":
		return f.Errorf(r.Kind.Pos, nil, "报送期没有写 id，例如 id: 2019-h1")
	case id == "year" || !folderName(id):
		return f.Errorf(r.ID.Pos, nil, "报送期的 id “%s” 不能用作文件夹名", id)
	case seen[id]:
		return f.Errorf(r.ID.Pos, nil, "报送期 “%s” 写了两次", id)
	case r.Kind.Value != "" && !slices.Contains(roundKinds, r.Kind.Value):
		return f.Errorf(r.Kind.Pos, roundKinds, "报送期 %s 的 kind 写的是 “%s”", id, r.Kind)
	}
	seen[id] = true
	for _, d := range append([]policy.Text{r.Start, r.Due, r.AsOf}, r.Reminders...) {
		if d.Value != "" && !isDay(d.Value) {
			return f.Errorf(d.Pos, nil, "日期应写成 2019-06-30 的样子，写的是 “%s”", d)
		}
	}
	if r.Start.Value != "" && r.AsOf.Value != "" && r.Start.Value > r.AsOf.Value {
		return f.Errorf(r.AsOf.Pos, nil, "数据截止日 %s 早于开始日 %s", r.AsOf, r.Start)
	}
	if err := r.validateReminders(f); err != nil {
		return err
	}
	for _, d := range r.Duties {
		if !slices.Contains(dutyNames, d.Value) {
			return f.Errorf(d.Pos, dutyNames, "报送期 %s 的 duties 写的是 “%s”", id, d)
		}
	}
	return nil
}

// validateReminders: each reminder comes after the due date and after the one before it.
func (r RoundSettings) validateReminders(f policy.File) error {
	before, what := r.Due.Value, "报送截止日"
	for _, d := range r.Reminders {
		switch {
		case before == "":
			return f.Errorf(d.Pos, nil, "报送期 %s 写了 reminders（再次催报的日期），没有写 due（报送截止日）", r.ID)
		case d.Value == "":
			return f.Errorf(d.Pos, nil, "reminders 里有一个日期是空的，应写成 2019-07-08 的样子")
		case d.Value <= before:
			return f.Errorf(d.Pos, nil, "再次催报的日期 %s 应晚于%s %s", d, what, before)
		}
		before, what = d.Value, "前一次的"
	}
	return nil
}

// folderName tells that a round's id can name a folder on every system.
func folderName(id string) bool {
	return id != ".." && id != "." && !strings.ContainsAny(id, "<>:\"|?*\\/ \t\n")
}

var dutyNames = []string{string(duty.Lead), string(duty.Responsible), string(duty.Cooperating)}

func isDay(s string) bool {
	d, ok := value.ParseDate(s, 0)
	return ok && d.Day > 0 && d.Possible() && d.String() == s
}

func (r RoundSettings) round(year int) form.Round {
	return form.Round{ID: r.ID.Value, Name: r.Name, Kind: r.Kind.Value, Start: r.Start.Value, Due: r.Due.Value, AsOf: r.AsOf.Value, Year: year}
}

func (r RoundSettings) reminders() []string {
	var out []string
	for _, d := range r.Reminders {
		out = append(out, d.Value)
	}
	return out
}

func (r RoundSettings) roles() []duty.Role {
	var out []duty.Role
	for _, d := range r.Duties {
		out = append(out, duty.Role(d.Value))
	}
	if len(out) == 0 {
		out = []duty.Role{duty.Lead, duty.Responsible}
	}
	return out
}
