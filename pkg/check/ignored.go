package check

import (
	"zwgk/pkg/finding"
	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

// Ignored words why a file does not count, by its sort (File.Sort): other is the file that it has
// the bytes of, or that it is an attachment of.
func (r *Rules) Ignored(sort, other string) string {
	switch sort {
	case "same":
		return policy.Fill(r.words.Same.Value, "file", other)
	case "attachment":
		return policy.Fill(r.words.Attachment.Value, "file", other)
	}
	return r.words.junk(sort)
}

// Inactive words that the roster has switched a unit off.
func (r *Rules) Inactive() string { return r.words.Inactive.Value }

// Absent words that the table of a roll-up lacks items.
func (r *Rules) Absent(items string) string {
	return policy.Fill(r.words.Absent.Value, "items", items)
}

// Misplaced words that rows under an item have the title of another: own is the title that the
// table has for the item, first where the first of them stands.
func (r *Rules) Misplaced(item, title, own, other, first string) string {
	return policy.Fill(r.words.Misplaced.Value, "items", item, "title", title, "own", own, "other", other, "first", first)
}

// Source words by what a unit is known (form.UnitName.How).
func (r *Rules) Source(how string) string { return r.words.Sources[how] }

// Named words that something was written by which no unit is known.
func (r *Rules) Named(how, written string) string {
	return policy.Fill(r.words.Named.Value, "how", r.words.Sources[how], "written", written)
}

// Told completes a finding that has the name of a check for a code, with private numbers masked;
// ok is false when no rule asks for it.
func (r *Rules) Told(f finding.Finding) (_ finding.Finding, ok bool) {
	f.Code = r.Code(f.Code)
	f.Value = value.Mask(f.Value)
	args := map[string]string{"values": finding.Quote(f.Value)}
	for name, text := range f.Args {
		args[name] = value.Mask(text)
	}
	f.Args = args
	return r.Catalogue.Complete(f)
}
