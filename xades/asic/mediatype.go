package asic

import (
	"strings"

	"okienko/xades"
	"okienko/xades/dsig"
)

// compareMediaTypes notes beside a signature that holds where the manifest,
// which nobody signs, gives a data object another media type than the signer
// did (DataObjectFormat, EN 319 132-1 5.2.4): programs open files by it.
func (s *Signature) compareMediaTypes(index map[string]*Object) {
	if s.Cryptographic != xades.CryptoPassed {
		return
	}
	names := s.namesByReference()
	for n := range s.Node.Descendants() {
		if n.Local() != "DataObjectFormat" {
			continue
		}
		reference, _ := n.Attr("", "ObjectReference")
		text, _ := n.Child(n.Space(), "MimeType").SimpleText()
		signed := strings.TrimSpace(string(text))
		o := index[names[strings.TrimPrefix(reference, "#")]]
		if o == nil || signed == "" || o.MediaType == "" || strings.EqualFold(signed, o.MediaType) {
			continue
		}
		s.Reasons = append(s.Reasons, newReason(CodeManifest, o.Name, "the manifest gives another media type than the signature"))
		return // one says enough
	}
}

// namesByReference returns the entries that the references name, by the Ids of these.
func (s *Signature) namesByReference() map[string]string {
	names := map[string]string{}
	for n := range s.Node.Child(dsig.Namespace, "SignedInfo").Elements() {
		if id, ok := n.Attr("", "Id"); ok && n.Is(dsig.Namespace, "Reference") {
			uri, _ := n.Attr("", "URI")
			names[id] = nameOf(uri)
		}
	}
	return names
}
