package asic

import (
	"strconv"

	"okienko/xades"
)

// cover says for each data object which signatures cover it. One that none
// covers keeps the container from passing; one that some signature leaves out is
// told beside that signature.
func (v *verification) cover() *Contents {
	contents := &Contents{Type: v.Type, Objects: make([]Object, len(v.Objects))}
	index := make(map[string]*Object, len(v.Objects))
	for i, f := range v.Objects {
		contents.Objects[i] = Object{Name: f.Name, MediaType: f.MediaType, Size: len(f.Data), CoveredBy: []string{}}
		index[f.Name] = &contents.Objects[i]
	}
	for i := range v.signatures {
		if s := &v.signatures[i]; !s.Nested {
			s.cover(index, contents.Objects)
			s.compareMediaTypes(index)
		}
	}
	var bare []string
	for _, o := range contents.Objects {
		if len(o.CoveredBy) == 0 {
			bare = append(bare, o.Name)
		}
	}
	if len(v.Objects) == 0 {
		v.doubt(CodeObjects, "", "the container holds no data object")
	}
	if len(bare) > 0 {
		v.add(xades.Indeterminate, notCovered(bare, "no signature covers the data object"))
	}
	return contents
}

// cover counts the data objects that a signature's references cover whole, and
// notes the others.
func (s *Signature) cover(index map[string]*Object, all []Object) {
	if s.Cryptographic != xades.CryptoPassed {
		return
	}
	covered := map[string]bool{}
	for _, r := range s.References {
		name := nameOf(r.URI)
		if o := index[name]; o != nil && r.Whole && !covered[name] {
			covered[name] = true
			o.CoveredBy = append(o.CoveredBy, s.Document+"#"+s.ID)
		}
	}
	var left []string
	for _, o := range all {
		if !covered[o.Name] {
			left = append(left, o.Name)
		}
	}
	if len(left) > 0 {
		s.Reasons = append(s.Reasons, notCovered(left, "the signature does not cover the data object"))
	}
}

// notCovered is one reason for all names: the first, and how many.
func notCovered(names []string, detail string) xades.Reason {
	r := newReason(CodeNotCovered, names[0], detail)
	r.Args["count"] = strconv.Itoa(len(names))
	return r
}
