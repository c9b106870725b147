package project

import (
	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
	"zwgk/pkg/value"
)

// CheckReport is what zwgk check --json prints.
type CheckReport struct {
	Files   []CheckedFile `json:"files"`
	Summary Summary       `json:"summary"`
}

// CheckedFile is a file with its rows and findings.
type CheckedFile struct {
	check.File
	Entries  []CheckedEntry    `json:"entries"`
	Findings []finding.Finding `json:"findings"`
}

// CheckedEntry is one row as understood.
type CheckedEntry struct {
	Sheet    string            `json:"sheet"`
	Row      int               `json:"row"`
	Item     string            `json:"item"`
	Status   form.Status       `json:"status"`
	Progress string            `json:"progress"`
	Date     string            `json:"date"`
	Cells    map[string]string `json:"cells"`
}

// Summary counts.
type Summary struct {
	Files    int `json:"files"`
	Rows     int `json:"rows"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
}

// Report gives the outcome of a check by file.
func (c *Checked) Report() CheckReport {
	out := CheckReport{Files: []CheckedFile{}}
	byFile := map[string][]finding.Finding{}
	for _, f := range c.Result.Findings {
		file := f.File
		f.File = ""
		byFile[file] = append(byFile[file], f)
	}
	for _, f := range c.Result.Files {
		cf := CheckedFile{File: f, Entries: []CheckedEntry{}, Findings: byFile[f.Path]}
		if cf.Findings == nil {
			cf.Findings = []finding.Finding{}
		}
		for _, s := range f.Sheets {
			if s.Verdict != finding.Ignored {
				cf.Entries = append(cf.Entries, checkedEntries(s.Form)...)
			}
		}
		out.Files = append(out.Files, cf)
		out.Summary.Rows += f.Rows.Read
	}
	out.Summary.Files = len(out.Files)
	out.Summary.Errors, out.Summary.Warnings, out.Summary.Infos = finding.Count(c.Result.Findings)
	return out
}

// AllFiles lists the files without rows and findings.
func (r CheckReport) AllFiles() []check.File {
	var out []check.File
	for _, f := range r.Files {
		out = append(out, f.File)
	}
	return out
}

func checkedEntries(f *form.Form) []CheckedEntry {
	var out []CheckedEntry
	for _, e := range f.Entries {
		out = append(out, CheckedEntry{Sheet: f.Sheet, Row: e.Row, Item: e.Item, Status: e.Status, Progress: value.Mask(e.Progress.Percent),
			Date: e.Date.ISO, Cells: e.Cells})
	}
	return out
}

// Rows sums the account of all files.
func (c *Checked) Rows() ledger.Rows {
	var sum ledger.Rows
	for _, f := range c.Result.Files {
		sum.Read += f.Rows.Read
		sum.Merged += f.Rows.Merged
		sum.Superseded += f.Rows.Superseded
		sum.Unmatched += f.Rows.Unmatched
		sum.Empty += f.Rows.Empty
	}
	return sum
}
