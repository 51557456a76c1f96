package fetch

// Public lets the tests ask about addresses nobody can dial from here.
var Public = public
