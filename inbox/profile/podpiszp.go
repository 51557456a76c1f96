package profile

import (
	"strconv"

	"github.com/beevik/etree"

	"okienko/inbox"
)

// podpisZP is the identity as signatures of trusted profiles carry it, in
// ClaimedRole of their signed properties. It holds what was confirmed: all given
// names in one Imie, the family name in one Nazwisko. The account is named by the
// profile's number, which says nothing to others, not by its login.
func podpisZP(t inbox.TrustedProfile) ([]byte, error) {
	doc := etree.NewDocument()
	root := doc.CreateElement("ppZP:PodpisZP")
	root.CreateAttr("xmlns:ppZP", "http://crd.gov.pl/xml/schematy/ppzp/")
	root.CreateAttr("xmlns:os", "http://crd.gov.pl/xml/schematy/osoba/2009/03/06/")
	person := root.CreateElement("ppZP:DaneZP").CreateElement("ppZP:DaneZPOsobyFizycznej")
	family := person.CreateElement("os:Nazwisko")
	family.CreateAttr("rodzajCzlonu", "pierwszy")
	family.SetText(t.FamilyName)
	person.CreateElement("os:Imie").SetText(t.GivenNames)
	person.CreateElement("os:PESEL").SetText(t.PESEL)
	person.CreateElement("ppZP:IdKontaUzytkownikaEpuap").SetText("okienko-" + strconv.FormatInt(int64(t.ID), 10))
	doc.WriteSettings = etree.WriteSettings{CanonicalEndTags: true, CanonicalText: true, CanonicalAttrVal: true}
	return doc.WriteToBytes()
}
