package config

import "okienko/inbox"

// Entity returns the public body.
func (c Config) Entity() inbox.Entity {
	e := c.EntitySection
	return inbox.Entity{ID: e.ID, Name: e.Name, Aliases: e.Aliases, REGON: e.REGON, NIP: e.NIP,
		Address: inbox.Address{Street: e.Street, House: e.House, Postcode: e.Postcode, Town: e.Town}}
}

// Departments returns the departments in the order of the file.
func (c Config) Departments() []inbox.Department {
	list := make([]inbox.Department, 0, len(c.DepartmentSections))
	for _, d := range c.DepartmentSections {
		list = append(list, inbox.Department{ID: d.ID, Name: d.Name})
	}
	return list
}

// Boxes returns the boxes in the order of the file.
func (c Config) Boxes() []inbox.Box {
	list := make([]inbox.Box, 0, len(c.BoxSections))
	for _, b := range c.BoxSections {
		list = append(list, inbox.Box{
			Entity:            c.Entity(),
			Name:              b.Name,
			Title:             b.Title,
			Policy:            b.Policy.words(),
			DefaultDepartment: b.DefaultDepartment,
		})
	}
	return list
}

func (p Policy) words() inbox.BoxPolicy {
	return inbox.BoxPolicy{
		MaxBytes:          p.MaxBytes,
		Anonymous:         p.Anonymous,
		Forms:             p.Forms,
		MissingSignature:  inbox.Action(p.MissingSignature),
		UnknownIssuer:     inbox.Action(p.UnknownIssuer),
		NoRevocation:      inbox.Action(p.NoRevocation),
		MissingAttachment: inbox.Action(p.MissingAttachment),
		SignerKind:        inbox.Action(p.SignerKind),
	}
}
