package inbox

// Route is the rule for the department that gets a letter: the one its form
// names, when this body has it, else the box's default.
func Route(formDepartment string, box Box, departments []Department) string {
	for _, d := range departments {
		if d.ID == formDepartment {
			return d.ID
		}
	}
	return box.DefaultDepartment
}
