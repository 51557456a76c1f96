package render

// box is one of the three boxes of a date.
type box struct {
	ID, Name, Label, Value, Width, Purpose string
}

// Boxes are day, month and year, in the order that people here write them.
func (q *question) Boxes() []box {
	day, month, year := q.field.Date[0], q.field.Date[1], q.field.Date[2]
	boxes := []box{
		{ID: q.ID, Name: q.Name + ".d", Label: q.T("form.day"), Value: day, Width: "width-4"},
		{ID: q.ID + "_m", Name: q.Name + ".m", Label: q.T("form.month"), Value: month, Width: "width-4"},
		{ID: q.ID + "_y", Name: q.Name + ".y", Label: q.T("form.year"), Value: year, Width: "width-6"},
	}
	if q.Purpose == "bday" { // the date of birth, which browsers know in parts
		for i, part := range []string{"day", "month", "year"} {
			boxes[i].Purpose = "bday-" + part
		}
	}
	return boxes
}
