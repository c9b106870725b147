// Package check turns rules into findings and verdicts. Sheets looks at each
// file by itself and says what is rejected; Across looks at the ledger, after
// which verdicts are final. The rules are data (templates/rules.yaml) plus the
// small Go checks that they name.
package check

import (
	"slices"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/ledger"
)

// File is one file that came in and what became of it. Its JSON is the file of
// manifest.json. Unit and Round are "" when its sheets differ.
type File struct {
	Path     string          `json:"path"`
	SHA256   string          `json:"sha256"`
	Format   string          `json:"format"`
	Unit     string          `json:"unit"`
	Round    string          `json:"round"`
	Received string          `json:"received"`
	Verdict  finding.Verdict `json:"verdict"`
	Rows     ledger.Rows     `json:"rows"`
	Sheets   []Sheet         `json:"sheets"`

	Why  string `json:"-"` // of an ignored file: 与 a.xlsx 内容相同, 临时文件, …
	Sort string `json:"-"` // of that reason: "temporary", "system", "same", "attachment"

	Doubted bool `json:"-"` // a sheet of it names two units
}

// Sheet is one sheet that holds a form.
type Sheet struct {
	Sheet    string          `json:"sheet"`
	Unit     string          `json:"unit"`
	Round    string          `json:"round"`
	Verdict  finding.Verdict `json:"verdict"`
	Filler   string          `json:"filler"`
	Phone    string          `json:"phone"` // masked
	Reviewer string          `json:"reviewer"`
	Filled   string          `json:"filled"`
	Rows     ledger.Rows     `json:"rows"`

	Form *form.Form `json:"-"`
}

// Units lists the units of a file's sheets, and that of the file, each once; none
// when nobody knows whose it is.
func (f *File) Units() []string {
	var out []string
	for _, s := range f.Sheets {
		if s.Unit != "" && !slices.Contains(out, s.Unit) {
			out = append(out, s.Unit)
		}
	}
	if f.Unit != "" && !slices.Contains(out, f.Unit) {
		out = append(out, f.Unit)
	}
	return out
}
