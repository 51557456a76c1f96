package tsl

import (
	"crypto/x509"
	"slices"
)

// Answer is yes, no, or neither: the list, the certificate or this package
// leaves it open. Open never counts as yes.
type Answer uint8

// The answers.
const (
	Open Answer = iota
	No
	Yes
)

// String returns yes, no or open.
func (a Answer) String() string {
	switch a {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "open"
}

func answer(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

func not(a Answer) Answer {
	switch a {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Open
}

// and is yes when both are, no when one is no.
func and(a, b Answer) Answer {
	switch {
	case a == No || b == No:
		return No
	case a == Open || b == Open:
		return Open
	}
	return Yes
}

func or(a, b Answer) Answer { return not(and(not(a), not(b))) }

// Meets says whether a certificate meets the criteria (TS 119 612 5.5.9.2.2).
func (c *Criteria) Meets(cert *x509.Certificate) Answer { return c.meets(readFacts(cert)) }

func (c *Criteria) meets(f *facts) Answer {
	all, some := Yes, No
	for _, met := range c.each(f) {
		all, some = and(all, met), or(some, met)
	}
	switch c.Assert {
	case All:
		return all
	case AtLeastOne:
		return some
	case NoneOf:
		return not(some)
	}
	return Open
}

func (c *Criteria) each(f *facts) []Answer {
	var met []Answer
	for _, u := range c.KeyUsages {
		met = append(met, answer(f.cert.KeyUsage&u.Mask == u.Value))
	}
	met = append(met, containsAll(c.PolicySets, f.policies)...)
	if len(c.ExtendedKeyUsages) > 0 {
		met = append(met, containsAll(c.ExtendedKeyUsages, keyPurposes(f.cert))...)
	}
	if len(c.SubjectAttributes) > 0 {
		met = append(met, containsAll(c.SubjectAttributes, subjectAttributes(f.cert))...)
	}
	for i := range c.Nested {
		met = append(met, c.Nested[i].meets(f))
	}
	for range c.Unknown {
		met = append(met, Open)
	}
	return met
}

// containsAll answers for each set whether all its members are present. A set
// without members says nothing about any certificate.
func containsAll(sets [][]string, present []string) []Answer {
	var met []Answer
	for _, set := range sets {
		missing := func(id string) bool { return !slices.Contains(present, id) }
		if len(set) == 0 {
			met = append(met, Open)
		} else {
			met = append(met, answer(!slices.ContainsFunc(set, missing)))
		}
	}
	return met
}
