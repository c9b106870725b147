package project

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"zwgk/pkg/duty"
	"zwgk/pkg/form"
)

// chooseRound finds the round that the flag names, or the only one of the
// settings. A round that no settings describe is the whole year of the table,
// as of its last day.
func (p *Project) chooseRound() error {
	for _, o := range []struct{ flag, day, example string }{{"--as-of", p.options.AsOf, "2019-06-30"}, {"--today", p.options.Today, "2019-07-08"}} {
		if o.day != "" && !isDay(o.day) {
			return fmt.Errorf("%s 应写成 %s 的样子，写的是 “%s”。", o.flag, o.example, o.day)
		}
	}
	choose := p.pickRound
	if p.options.Year {
		choose = p.chooseYear
	}
	if err := choose(); err != nil {
		return err
	}
	if p.options.AsOf != "" {
		p.Round.AsOf = p.options.AsOf
	}
	return nil
}

func (p *Project) pickRound() error {
	id := p.options.Round
	p.head = p.Settings.Document
	if id == "" && len(p.Settings.Rounds) > 1 && !p.options.AnyRound {
		return fmt.Errorf("项目里有几个报送期（%s），请用 --round 指明是哪一个，例如 --round %s。",
			strings.Join(p.roundIDs(), "、"), p.Settings.Rounds[0].ID)
	}
	for _, r := range p.Settings.Rounds {
		if id == "" || r.ID.Value == id {
			p.Round, p.Roles, p.reminders = r.round(p.Settings.Year), r.roles(), r.reminders()
			p.head = r.Document.over(p.Settings.Document)
			if p.Round.Name == "" {
				p.Round.Name = p.Round.ID
			}
			return nil
		}
	}
	if id != "" && len(p.Settings.Rounds) > 0 {
		return fmt.Errorf("project.yaml 里没有报送期 “%s”，有：%s。", id, strings.Join(p.roundIDs(), "、"))
	}
	if id != "" && !folderName(id) {
		return fmt.Errorf("报送期 “%s” 不能用作文件夹名，请写成 2019-h1 的样子。", id)
	}
	p.Round, p.Roles = wholeYear(id, p.Settings.Year), []duty.Role{duty.Lead, duty.Responsible}
	return nil
}

func wholeYear(id string, year int) form.Round {
	r := form.Round{ID: id, Name: "全年", Kind: "year", Year: year}
	if year == 0 {
		return r
	}
	y := strconv.Itoa(year)
	if r.ID == "" {
		r.ID = y
	}
	r.Start, r.AsOf = y+"-01-01", y+"-12-31"
	return r
}

func (p *Project) roundIDs() []string {
	var out []string
	for _, r := range p.Settings.Rounds {
		out = append(out, r.ID.Value)
	}
	return out
}

// rounds lists all rounds of the settings, so that a sheet of another one is known.
func (p *Project) rounds() []form.Round {
	var out []form.Round
	for _, r := range p.Settings.Rounds {
		out = append(out, r.round(p.Settings.Year))
	}
	switch {
	case len(out) == 0 && p.options.Year:
		out = append(out, wholeYear("", p.Settings.Year))
	case len(out) == 0:
		out = append(out, p.Round)
	}
	return out
}

// Inbox is the folder of the round's returns.
func (p *Project) Inbox() string {
	if p.options.Inbox != "" {
		return p.options.Inbox
	}
	inbox := filepath.Join(p.options.Dir, "inbox")
	if !p.yearly {
		return filepath.Join(inbox, p.Round.ID)
	}
	if joined := p.joined(); len(joined) == 1 {
		return filepath.Join(inbox, joined[0])
	}
	return inbox
}

// Astray counts the files that lie beside the rounds' folders in the inbox, where
// no round takes them in.
func (p *Project) Astray() int {
	entries, _ := os.ReadDir(filepath.Dir(p.Inbox()))
	n := 0
	for _, e := range entries {
		if p.options.Inbox == "" && !e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "~$") {
			n++
		}
	}
	return n
}

// Out is the folder that the round's outputs go to.
func (p *Project) Out() string {
	if p.options.Out != "" {
		return p.options.Out
	}
	return filepath.Join(p.options.Dir, "out", p.Round.ID)
}
