package check

import (
	"path/filepath"
	"strconv"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

var refusals = map[grid.Kind]string{
	grid.Corrupt: "corrupt", grid.Encrypted: "encrypted", grid.Unsupported: "unsupported", grid.TooLarge: "too_large",
	grid.Empty: "empty", grid.NotATable: "no_form", linked: "linked",
}

const linked = grid.Kind(intake.Linked)

// fileProblem gives the finding of a file that cannot be used at all.
func fileProblem(got Received, w *words) (finding.Finding, bool) {
	base := finding.Finding{File: got.File.Path}
	if got.Err != nil {
		if got.Err.Kind == grid.NotATable && pictured(got) {
			return pictureOnly(base, got), true
		}
		base.Code = refusals[got.Err.Kind]
		detail, _, _ := strings.Cut(got.Err.Message, "。") // what to do is the rule's to say
		base.Args = map[string]string{"detail": detail}
		if got.Carrier != "" {
			base.Args["case"] = got.Carrier
		}
		return base, true
	}
	if got.Reading == nil || len(got.Reading.Forms) == 0 {
		if pictured(got) {
			return pictureOnly(base, got), true
		}
		base.Code = "no_form"
		base.Args = map[string]string{"detail": noFormDetail(got.Reading, w)}
		return base, true
	}
	return base, false
}

// pictured: where a form should be there are pictures as large as a page.
func pictured(got Received) bool { return got.Reading != nil && got.Reading.Pictures > 0 }

func pictureOnly(f finding.Finding, got Received) finding.Finding {
	f.Code, f.Args = "picture_only", map[string]string{"count": strconv.Itoa(got.Reading.Pictures)}
	return f
}

// several tells of a file with more than one form of a unit.
func (r *Result) several(got Received) {
	sheets := map[string][]string{}
	var units []string
	for _, f := range got.Reading.Forms {
		if !f.Visible {
			continue
		}
		if sheets[f.Unit] == nil {
			units = append(units, f.Unit)
		}
		sheets[f.Unit] = append(sheets[f.Unit], f.Sheet)
	}
	for _, u := range units {
		if names := sheets[u]; len(names) > 1 && u != "" {
			r.add(finding.Finding{Code: "several_forms", File: got.File.Path, Unit: u, Args: map[string]string{"sheets": strings.Join(names, "”“")}})
		}
	}
}

// misnamed: a file was read by its content, but its name says something else.
func (r *Result) misnamed(got Received) {
	name := intake.Base(got.File.Path)
	if grid.NameFits(got.Format, name) {
		return
	}
	r.add(finding.Finding{Code: "wrong_extension", File: got.File.Path, Unit: got.Reading.Forms[0].Unit, Value: filepath.Ext(name),
		Args: map[string]string{"format": grid.FormatName(got.Format), "extension": grid.Extension(got.Format)}})
}

func noFormDetail(r *form.Reading, w *words) string {
	if r == nil || len(r.Others) == 0 {
		return w.Nothing.Value
	}
	var parts []string
	for _, o := range r.Others {
		parts = append(parts, policy.Fill(w.Unread.Value, "sheet", o.Sheet, "why", o.Why))
	}
	return strings.Join(parts, "；")
}

// formats that can hold no form, whatever their content.
var pictures = map[string]bool{"pdf": true, "image": true, "png": true, "jpg": true, "jpeg": true, "gif": true, "bmp": true, "tiff": true, "webp": true}

// tables are the extensions of what may be a form that only a link leads to.
var tables = map[string]bool{".xls": true, ".xlsx": true, ".xlsm": true, ".et": true, ".ods": true, ".csv": true, ".doc": true, ".docx": true, ".wps": true}

// attachments tells for each file, by index, to what file it is only an attachment: it
// holds no form, but lies in the folder, archive or mail of one unit's readable
// sheet, or carries the name of a unit whose readable sheet lies beside it. A
// damaged, encrypted or unread spreadsheet may be a form: it is none.
func attachments(in []Received) map[int]string {
	units := unitsByPlace{}
	for _, got := range in {
		if got.Reading == nil || got.Err != nil || got.File.SameAs != "" {
			continue
		}
		for _, f := range got.Reading.Forms {
			if f.Unit != "" {
				units.add(got.File.Path, f.Unit)
			}
		}
	}
	out := map[int]string{}
	for i, got := range in {
		if got.File.Junk != "" || got.File.SameAs != "" || !mayBeAttachment(got) {
			continue
		}
		if home := units.homeOf(got); home != "" {
			out[i] = home
		}
	}
	return out
}

func mayBeAttachment(got Received) bool {
	if got.Err != nil {
		return pictures[got.Format] || got.Err.Kind == grid.NotATable || got.Err.Kind == linked && !tables[strings.ToLower(filepath.Ext(got.File.Path))]
	}
	return got.Reading == nil || len(got.Reading.Forms) == 0
}

// unitsByPlace tells whose readable sheets lie in a folder, archive or mail:
// place → unit → file.
type unitsByPlace map[string]map[string]string

func (u unitsByPlace) add(file, unit string) {
	for _, place := range intake.Places(file) {
		if u[place] == nil {
			u[place] = map[string]string{}
		}
		u[place][unit] = file
	}
}

// homeOf is the file of the nearest place that has sheets: of its one unit, or
// of the unit that the attachment's own name means.
func (u unitsByPlace) homeOf(got Received) string {
	for _, place := range intake.Places(got.File.Path) {
		here := u[place]
		if len(here) == 0 {
			continue
		}
		if place != "." && len(here) == 1 {
			for unit, file := range here {
				if got.Reading == nil || got.Reading.Unit == "" || got.Reading.Unit == unit {
					return file
				}
			}
		}
		if got.Reading != nil && got.Reading.Unit != "" {
			return here[got.Reading.Unit]
		}
		return ""
	}
	return ""
}

func maskedPhone(f *form.Form) string { return value.Mask(f.Signature.Phone.Written) }
