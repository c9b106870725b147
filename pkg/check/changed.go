package check

import (
	"cmp"
	"strings"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
)

// madeByHand compares a sheet made from our blank with what was dispatched: the office's own
// cells changed, rows added, another order.
func (c *sheetCheck) madeByHand() {
	if c.form.Stamp == nil {
		return
	}
	if c.form.Stamp.Version != c.Spec.Version() {
		c.onSheet("old_form", "", "form", "", map[string]string{})
	}
	last := -1
	for i := range c.form.Entries {
		e := &c.form.Entries[i]
		if e.ItemHow != "key" {
			if e.Item != "" && !e.Empty {
				c.itemFinding("row_added", e, nil)
			}
			continue
		}
		if known := c.items[e.Item]; known != nil && known.order < last {
			c.itemFinding("order_changed", e, nil)
		} else if known != nil {
			last = known.order
		}
		c.retitled(e)
		c.locked(e)
	}
}

// retitled: the title beside a hidden key is not the one that was written there.
func (c *sheetCheck) retitled(e *form.Entry) {
	known := c.items[e.Item]
	if known == nil || c.form.Columns[form.FieldTask] == "" || strings.TrimSpace(e.Written[form.FieldTask]) == strings.TrimSpace(known.Task) {
		return
	}
	written := plain(e.Written[form.FieldTask])
	if written == known.title {
		return
	}
	f := finding.Finding{Code: "title_altered", Cell: c.form.At(e, form.FieldTask).Cell, Item: e.Item, Field: form.FieldTask,
		Value: cmp.Or(firstLine(e.Written[form.FieldTask]), c.Rules.words.Emptied.Value), Args: map[string]string{"title": firstLine(known.Task)}}
	for id, other := range c.items {
		if other.title == written && id != e.Item {
			f.Code = "row_moved" // cut and pasted without the hidden key
		}
	}
	c.add(f)
}

// locked: what the office wrote into the other locked cells of a row of the blank. A role may
// have changed since the blank was sent: any is right.
func (c *sheetCheck) locked(e *form.Entry) {
	known := c.items[e.Item]
	if known == nil {
		return
	}
	for _, cell := range []struct {
		field string
		right bool
	}{
		{form.FieldID, numbered(e)},
		{form.FieldDeadline, plain(e.Written[form.FieldDeadline]) == plain(form.DeadlineText(known.Row))},
		{form.FieldDuty, c.Spec.NamesDuty(e.Written[form.FieldDuty])},
	} {
		if c.form.Columns[cell.field] != "" && !cell.right {
			c.add(finding.Finding{Code: "cell_locked", Cell: e.Cells[cell.field], Item: e.Item, Field: cell.field,
				Value: cmp.Or(firstLine(e.Written[cell.field]), c.Rules.words.Emptied.Value), Args: map[string]string{"column": c.Spec.Header(cell.field)}})
		}
	}
}
