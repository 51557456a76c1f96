package compose

import (
	"maps"

	"okienko/forms"
)

// crdQuestions fill in the data of a CRD document, which everybody's schemas
// share and no person should have to give: what the letter is, when it was
// written, to whom and by whom. What a form's overlay says of a path goes before.
var crdQuestions = map[string]forms.Question{
	"DaneDokumentu/Naglowek/NazwaDokumentu": {Value: "{form.title}"},
	"DaneDokumentu/Data/@typDaty":           {Value: "stworzony"},
	"DaneDokumentu/Data/Czas":               {Value: "{today}"},

	"DaneDokumentu/Adresaci/Podmiot":                               {Choice: "Instytucja"},
	"DaneDokumentu/Adresaci/Podmiot/Instytucja/NazwaInstytucji":    {Value: "{entity.name}"},
	"DaneDokumentu/Adresaci/Podmiot/Instytucja/IdInstytucji/REGON": {Value: "{entity.regon}"},
	"DaneDokumentu/Adresaci/Podmiot/Instytucja/Adres/KodPocztowy":  {Value: "{entity.postcode}"},
	"DaneDokumentu/Adresaci/Podmiot/Instytucja/Adres/Miejscowosc":  {Value: "{entity.town}"},
	"DaneDokumentu/Adresaci/Podmiot/Instytucja/Adres/Ulica":        {Value: "{entity.street}"},
	"DaneDokumentu/Adresaci/Podmiot/Instytucja/Adres/Budynek":      {Value: "{entity.house}"},

	"DaneDokumentu/Nadawcy/Podmiot":                     {Choice: "Osoba"},
	"DaneDokumentu/Nadawcy/Podmiot/Osoba/IdOsoby/PESEL": {Value: "{person.pesel}"},
	"DaneDokumentu/Nadawcy/Podmiot/Osoba/Imie":          {Value: "{person.first}"},
	"DaneDokumentu/Nadawcy/Podmiot/Osoba/ImieDrugie":    {Value: "{person.second}"},
	"DaneDokumentu/Nadawcy/Podmiot/Osoba/Nazwisko":      {Value: "{person.last}"},
	"DaneDokumentu/Nadawcy/Podmiot/Osoba/Kontakt/Email": {Value: "{person.email}"},
}

const nsStruktura = "http://crd.gov.pl/xml/schematy/struktura/2009/11/16/"

// questions are those of the overlay and, for a form built of the shared CRD
// schemas, the usual ones below them, by the path from the root.
func questions(f *forms.Form) map[string]forms.Question {
	all := maps.Clone(f.Guide.Questions)
	if _, crd := f.Schema.Element(nsStruktura, "Adresaci"); !crd {
		return all
	}
	if all == nil {
		all = map[string]forms.Question{}
	}
	for path, q := range crdQuestions {
		path = join(f.Root, path)
		if _, said := f.Question(path); !said {
			all[path] = q
		}
	}
	return all
}

// with adds what the form itself is known by.
func (k Known) with(name, value string) Known {
	all := maps.Clone(k)
	if all == nil {
		all = Known{}
	}
	all[name] = value
	return all
}
