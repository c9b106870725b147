package tasktable

import (
	"slices"

	"zwgk/pkg/policy"
	"zwgk/pkg/value"
)

func (s *Spec) compileColumns(f policy.File) error {
	s.words = map[string][]string{}
	for _, name := range keys(s.Columns) {
		if !slices.Contains(meanings, name) {
			return f.Errorf(policy.Pos{}, meanings, "columns 里没有 “%s” 这种列", name)
		}
		for _, w := range s.Columns[name] {
			s.words[name] = append(s.words[name], value.Fold(w))
		}
	}
	if len(s.words[colTask]) == 0 {
		return f.Errorf(policy.Pos{}, nil, "columns 里缺 task（工作任务）的表头写法")
	}
	return nil
}

func (s *Spec) compilePatterns(f policy.File) error {
	for _, l := range []*patternList{&s.NotTitle, &s.Notes, &s.Signed, &s.Continued, &s.General, &s.Attachment, &s.Dates, &s.Signatures, &s.Units.Excepting, &s.Enclosed, &s.OtherTitles, &s.FirstLeads, &s.Residue, &s.Units.Tails, &s.Units.Starts, &s.Units.Places, &s.Units.Closing, &s.Units.Members, &s.Units.ExceptClause, &s.Units.Others} {
		if err := l.compile(f, 0); err != nil {
			return err
		}
	}
	for _, l := range []*patternList{&s.Numbering.Chapter, &s.Numbering.Section, &s.Numbering.Task, &s.Numbering.Code} {
		if err := l.compile(f, 1); err != nil {
			return err
		}
	}
	for i := range s.Groups {
		if err := s.Groups[i].Names.compile(f, 0); err != nil {
			return err
		}
	}
	return nil
}

// labelsOfColumns makes the header words of units labels in prose too.
func (s *Spec) labelsOfColumns() {
	taken := map[string]bool{}
	for _, r := range s.Units.Roles {
		for _, l := range r.Labels {
			taken[l] = true
		}
	}
	const shortest = 3 // characters; 分工 and 责任 are words of sentences
	for i := range s.Units.Roles {
		r := &s.Units.Roles[i]
		for _, w := range s.words[r.Role.Value] {
			if !taken[w] && len([]rune(w)) >= shortest {
				r.Labels, taken[w] = append(r.Labels, w), true
			}
		}
	}
}

func (s *Spec) compileUnits(f policy.File) error {
	roles := []string{colLead, colResponsible, colCooperating}
	for _, r := range s.Units.Roles {
		if !slices.Contains(roles, r.Role.Value) {
			return f.Errorf(r.Role.Pos, roles, "不认识的分工 “%s”", r.Role.Value)
		}
	}
	s.labelsOfColumns()
	for _, words := range [][]string{s.Units.Endings, s.Units.Same, s.Units.None, s.Totals} {
		for i, w := range words {
			words[i] = value.Fold(w)
		}
	}
	return nil
}

func (s *Spec) compileCollectives(f policy.File) error {
	for i := range s.Collectives {
		if err := s.Collectives[i].compile(f, s.Parts); err != nil {
			return err
		}
	}
	return nil
}
