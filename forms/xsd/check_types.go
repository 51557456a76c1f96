package xsd

// checkTypes checks derivations.
func (c *compiler) checkTypes() {}

// checkModels checks content models.
func (c *compiler) checkModels() {}
