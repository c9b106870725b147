package project

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"zwgk/pkg/value"
)

// Folders are often named by a day without a year: 7月8日, 青山镇7.8, 0708.
var dayFolder = regexp.MustCompile(`(?:^|\D)(?:(\d{1,2})月(\d{1,2})[日号]?|(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2}))(?:\D|$)`)

// A sheet comes between a month before the end of its period and five months
// after the due date; other numbers in the names of folders are no days.
const (
	daysBefore = 31
	daysAfter  = 150
)

// folderDay is the day in the name of the innermost folder that is named by a
// day without a year, in the year that fits the round; "" when none is.
func (p *Project) folderDay(folder string) string {
	asOf, due := day(p.Round.AsOf, p.Round.Due), day(p.Round.Due, p.Round.AsOf)
	if asOf.IsZero() {
		return ""
	}
	steps := strings.Split(folder, "/")
	for i := len(steps) - 1; i >= 0; i-- {
		for _, m := range dayFolder.FindAllStringSubmatch(value.Fold(steps[i]), -1) {
			month, _ := strconv.Atoi(m[1] + m[3] + m[5])
			monthDay, _ := strconv.Atoi(m[2] + m[4] + m[6])
			for _, year := range []int{due.Year(), asOf.Year(), due.Year() + 1} {
				d := value.Date{Year: year, Month: month, Day: monthDay}
				if at := day(d.String(), ""); d.Possible() && monthDay > 0 && !at.Before(asOf.AddDate(0, 0, -daysBefore)) && !at.After(due.AddDate(0, 0, daysAfter)) {
					return d.String()
				}
			}
		}
	}
	return ""
}

// day is an ISO day, or else another; zero when neither is one.
func day(iso, other string) time.Time {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		t, _ = time.Parse(time.DateOnly, other)
	}
	return t
}
