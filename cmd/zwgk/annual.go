package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"zwgk/pkg/finding"
	"zwgk/pkg/project"
)

// runYear joins the rounds and writes the annual assessment.
func runYear(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	return joinYear(c, options(c))
}

// joinYear writes the annual assessment and says what it came to.
func joinYear(c *cli.Context, o project.Options) error {
	o.Year = true
	if o.Progress == nil && !c.Bool("quiet") {
		o.Progress = progressBar(c.App.ErrWriter)
	}
	p, err := project.Open(o)
	if err != nil {
		return err
	}
	if err := knownUnit(c, p); err != nil {
		return err
	}
	out, err := p.Year()
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return project.EncodeJSON(c.App.Writer, out.Manifest)
	}
	if c.Bool("quiet") {
		return nil
	}
	if unit := c.String("unit"); unit != "" {
		return printAccount(c.App.Writer, p, out.Outcome, unit)
	}
	printYear(c.App.Writer, p, out)
	return nil
}

// printYear says in a few lines what the year came to.
func printYear(w io.Writer, p *project.Project, out *project.YearOutcome) {
	fmt.Fprintf(w, "%s　%s\n", p.Settings.Title, roundText(p))
	for _, r := range out.Rounds {
		if r.State != project.RoundJoined {
			continue
		}
		fmt.Fprintf(w, "%s　应报 %d 家，已报 %d 家%s%s；读到 %d 行，并入 %d 行\n", r.Name, r.Units.Expected, r.Units.Reported,
			counted("，未报", r.Units.Missing), counted("，迟报", r.Units.Late), r.Rows.Read, r.Rows.Merged)
	}
	for _, n := range out.Notes() {
		fmt.Fprintf(w, "注意　%s\n", n)
	}
	r := out.Manifest.Rows
	fmt.Fprintf(w, "合计　读到 %d 行：作为最后情况 %d、被后来的取代 %d、未并入 %d、空行 %d", r.Read, r.Merged, r.Superseded, r.Unmatched, r.Empty)
	if n := out.Ledger.Carried(); n > 0 {
		fmt.Fprintf(w, "；沿用以前报送期的 %d 项次", n)
	}
	fmt.Fprintln(w)
	errors, warnings, infos := finding.Count(out.Counted)
	fmt.Fprintf(w, "问题　错误 %d、提醒 %d、提示 %d", errors, warnings, infos)
	if n := len(out.Contradictions); n > 0 {
		fmt.Fprintf(w, "；其中 %d 个是年度比对才发现的前后矛盾", n)
	}
	fmt.Fprintln(w)
	printSchemeNotes(w, p)
	printOutputs(w, p, out.Outcome)
}

// counted is a word, the number of units and their names; "" for none.
func counted(word string, units []string) string {
	if len(units) == 0 {
		return ""
	}
	return fmt.Sprintf("%s %d 家（%s）", word, len(units), strings.TrimSpace(names(units)))
}
