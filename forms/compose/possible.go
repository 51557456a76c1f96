package compose

import "okienko/forms/xsd"

// possible reports whether a document can hold the element at all: nothing it
// must hold is left open by the schema, or abstract with nothing to stand for it.
// What is impossible and may be left out is not offered.
func (b *builder) possible(e xsd.Element) bool {
	switch {
	case isSignature(e):
		return false
	case e.Abstract():
		return len(e.Substitutes()) > 0
	case e.Type().Abstract():
		return len(b.form.Schema.Derivatives(e)) > 0
	}
	return b.possibleType(e.Type())
}

func (b *builder) possibleType(t xsd.Type) bool {
	known, seen := b.possibles[t]
	if seen {
		return known
	}
	b.possibles[t] = true // where it holds itself: how deep that may go is limited elsewhere
	model, ok := t.Particle()
	b.possibles[t] = !ok || b.possibleParticle(model)
	return b.possibles[t]
}

func (b *builder) possibleParticle(p xsd.Particle) bool {
	switch {
	case p.Emptiable():
		return true
	case p.Kind() == xsd.WildcardParticle:
		return false
	case p.Kind() == xsd.ElementParticle:
		return b.possible(p.Element())
	}
	for _, part := range p.Parts() {
		if b.possibleParticle(part) == (p.Kind() == xsd.ChoiceParticle) {
			return p.Kind() == xsd.ChoiceParticle
		}
	}
	return p.Kind() != xsd.ChoiceParticle
}
