package tasktable

import "encoding/json"

// deadlineJSON has every key of every kind; those that a kind lacks are nil.
type deadlineJSON struct {
	Text  string  `json:"text"`
	Kind  string  `json:"kind"`
	Due   *string `json:"due,omitempty"`
	Every *string `json:"every,omitempty"`
	Times *int    `json:"times,omitempty"`
}

// MarshalJSON writes the keys of the deadline's kind and no others.
func (d Deadline) MarshalJSON() ([]byte, error) {
	j := deadlineJSON{Text: d.Text, Kind: d.Kind}
	switch d.Kind {
	case kindDate:
		j.Due = &d.Due
	case kindRecurring:
		j.Every = &d.Every
	case kindCount:
		j.Every, j.Times = &d.Every, &d.Times
	}
	return json.Marshal(j)
}

// UnmarshalJSON is the inverse of MarshalJSON.
func (d *Deadline) UnmarshalJSON(data []byte) error {
	var j deadlineJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*d = Deadline{Text: j.Text, Kind: j.Kind}
	if j.Due != nil {
		d.Due = *j.Due
	}
	if j.Every != nil {
		d.Every = *j.Every
	}
	if j.Times != nil {
		d.Times = *j.Times
	}
	return nil
}
