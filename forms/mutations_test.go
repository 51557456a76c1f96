package forms

import "testing"

func TestPismoOgolne1410(t *testing.T) {
	firma := dane + "/Nadawcy/Podmiot/Instytucja"
	runMutations(t, "pismo-ogolne", "1410", []mutation{
		{"sender's NIP", "1111111111", "1111111112", expect(CodeNIP, firma+"/IdInstytucji/NIP")},
		{"sender's REGON of fourteen digits", "12345678512347", "12345678512348", expect(CodeREGON, firma+"/IdInstytucji/REGON")},
		{"sender's KRS", "0000000001", "1", expect("schema.pattern", firma+"/IdInstytucji/KRS")},
		{"sender's PESEL at a body", "<inst:KRS>0000000001</inst:KRS>", "<oso:PESEL>44051401458</oso:PESEL>", expect("schema.element-unexpected", firma+"/IdInstytucji/PESEL")},
		{"several phones", "<adr:URIKontakt>", "<adr:Telefon>1</adr:Telefon><adr:Telefon>2</adr:Telefon><adr:URIKontakt>", nil},
		{"address after contact", "<inst:Jednostka>Dział Umów</inst:Jednostka>", "<adr:Kontakt/>", expect("schema.element-unexpected", firma+"/IdInstytucji", firma+"/Adres")},
		{"midnight at the end of a day", "2026-03-03T09:30:00", "2026-03-03T24:00:00", nil},
		{"a minute after midnight at the end of a day", "2026-03-03T09:30:00", "2026-03-03T24:01:00", expect(CodeDate, dane+"/Data/Czas")},
		{"29 February", "2026-03-03T09:30:00", "2024-02-29", nil},
		{"29 February of another year", "2026-03-03T09:30:00", "2026-02-29", expect(CodeDate, dane+"/Data/Czas")},
		{"month 13", "2026-03-03T09:30:00", "2026-13-03", expect(CodeDate, dane+"/Data/Czas")},
		{"year alone", "2026-03-03T09:30:00", "2026", nil},
		{"signature by three names", "<oso:Nazwisko>Próbny</oso:Nazwisko>", "<oso:ImieDrugie>Wzór</oso:ImieDrugie><oso:Nazwisko>Próbny</oso:Nazwisko><oso:Nazwisko>Testowy</oso:Nazwisko>", nil},
		{"post before the name", "<wnio:ZUpowaznienia>Z upoważnienia Prezesa Zarządu</wnio:ZUpowaznienia>", "<wnio:Stanowisko>prezes</wnio:Stanowisko>", expect("schema.element-unexpected", tresc+"/Podpis/Imie", tresc+"/Podpis/Nazwisko", tresc+"/Podpis/Stanowisko[2]")},
		{"for information", "</str:Zalaczniki>", "</str:Zalaczniki><wnio:DoWiadomosci/>", expect("schema.element-missing", tresc+"/DoWiadomosci")},
		{"attachment by plain http", "https://pliki", "http://pliki", expect(CodeAttachmentContent, att+"/DaneZalacznika")},
		{"attachment by a local file", "https://pliki.example.pl/", "file:///etc/", expect(CodeAttachmentContent, att+"/DaneZalacznika")},
		{"attachment by an address with a password", "https://pliki", "https://anna:haslo@pliki", expect(CodeAttachmentContent, att+"/DaneZalacznika")},
		{"attachment by no address", "https://pliki.example.pl/plan-sytuacyjny.pdf", "", expect(CodeAttachmentContent, att+"/DaneZalacznika")},
		{"attachment in upper case", "plan-sytuacyjny.pdf\"", "PLAN.PDF\"", nil},
		{"attachment with parameters in its type", `format="application/pdf"`, `format="Application/PDF; version=1.7"`, nil},
		{"attachment without extension", `nazwaPliku="plan-sytuacyjny.pdf"`, `nazwaPliku="plan"`, expect(CodeAttachmentType, att+"/@format")},
		{"attachment said twice", "kodowanie=\"URI\" ", "kodowanie=\"URI\" rozmiar=\"3\" ", expect("schema.attribute-unexpected", att+"/@rozmiar")},
		{"attachment without content", "<str:DaneZalacznika>https://pliki.example.pl/plan-sytuacyjny.pdf</str:DaneZalacznika>", "", expect("schema.element-missing", att)},
		{"addressee without a name", "<inst:NazwaInstytucji>Urząd Miejski w Przykładowie</inst:NazwaInstytucji>", "<inst:NazwaInstytucji/>", expect("schema.min-length", dane+"/Adresaci/Podmiot/Instytucja/NazwaInstytucji")},
		{"attachment with a folder in its name", `nazwaPliku="plan-sytuacyjny.pdf"`, `nazwaPliku="plany\\plan-sytuacyjny.pdf"`, expect(CodeAttachmentName, att+"/@nazwaPliku")},
		{"attachment encoded as nobody knows", `kodowanie="URI"`, `kodowanie="uri"`, expect("schema.enumeration", att+"/@kodowanie")},
		{"two forms mixed", "<wnio:Tytul>Zapytanie o termin zajęcia pasa drogowego</wnio:Tytul>", `<Tytul xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/">Zapytanie</Tytul>`, expect("schema.element-unexpected", tresc+"/Tytul")},
	})
}

func TestZaswiadczenieOZameldowaniu(t *testing.T) {
	kto := tresc + "/Wnioskodawca"
	runMutations(t, "zaswiadczenie-o-zameldowaniu", "1", []mutation{
		{"own PESEL with a typing error", "<zam:PESEL>44051401458", "<zam:PESEL>44051401450", expect(CodePESEL, kto+"/PESEL")},
		{"own PESEL too long", "<zam:PESEL>44051401458", "<zam:PESEL>440514014588", expect("schema.pattern", kto+"/PESEL")},
		{"day of birth in place of PESEL", "<zam:PESEL>44051401458</zam:PESEL>", "<zam:DataUrodzenia>1944-05-14</zam:DataUrodzenia>", nil},
		{"day of birth that never was", "<zam:PESEL>44051401458</zam:PESEL>", "<zam:DataUrodzenia>1944-02-31</zam:DataUrodzenia>", expect("schema.type", kto+"/DataUrodzenia")},
		{"neither PESEL nor day of birth", "<zam:PESEL>44051401458</zam:PESEL>", "", expect("schema.element-unexpected", kto+"/Adres")},
		{"no first name", "<zam:Imie>Anna</zam:Imie>", "", expect("schema.element-unexpected", kto+"/Nazwisko")},
		{"blank surname", "<zam:Nazwisko>Testowa", "<zam:Nazwisko> ", expect("schema.min-length", kto+"/Nazwisko")},
		{"postal code without dash", "<zam:KodPocztowy>00-002", "<zam:KodPocztowy>00002", expect("schema.pattern", kto+"/Adres/KodPocztowy")},
		{"postal code in the sender's address is free", "<adr:KodPocztowy>00-002", "<adr:KodPocztowy>brak", nil},
		{"village without streets", "<zam:Ulica>Wzorcowa</zam:Ulica>", "", nil},
		{"no house number", "<zam:NumerDomu>7</zam:NumerDomu>", "", expect("schema.element-unexpected", kto+"/Adres/NumerLokalu")},
		{"house number too long", "<zam:NumerDomu>7", "<zam:NumerDomu>siedem i pół", expect("schema.max-length", kto+"/Adres/NumerDomu")},
		{"e-mail without @", "<zam:Email>anna.testowa@", "<zam:Email>anna.testowa.", expect("schema.pattern", kto+"/Email")},
		{"phone in words", "+48 600 000 000", "sześćset", expect("schema.pattern", kto+"/Telefon")},
		{"kind of stay", ">staly<", ">chwilowy<", expect("schema.enumeration", tresc+"/Zameldowanie/RodzajPobytu")},
		{"no period", "<zam:Okres>\n        <zam:Od>2019-09-01</zam:Od>\n      </zam:Okres>", "", nil},
		{"period with an end", "</zam:Od>", "</zam:Od><zam:Do>2025-12-31</zam:Do>", nil},
		{"period from a day that never was", "2019-09-01", "2019-09-31", expect("schema.type", tresc+"/Zameldowanie/Okres/Od")},
		{"period without a start", "<zam:Od>2019-09-01</zam:Od>", "", expect("schema.element-missing", tresc+"/Zameldowanie/Okres")},
		{"purpose", ">bank<", ">kredyt<", expect("schema.enumeration", tresc+"/Cel")},
		{"purpose in words", "<zam:Cel>bank</zam:Cel>", "<zam:Cel>inny</zam:Cel><zam:OpisCelu>do akt</zam:OpisCelu>", nil},
		{"way to collect missing", "<zam:SposobOdbioru>elektronicznie</zam:SposobOdbioru>", "", expect("schema.element-unexpected", tresc+"/Zalaczniki")},
		{"for another person", "<zam:Zameldowanie>", "<zam:OsobaZameldowana><zam:Imie>Jan</zam:Imie><zam:Nazwisko>Próbny</zam:Nazwisko><zam:PESEL>02270803625</zam:PESEL></zam:OsobaZameldowana><zam:Zameldowanie>", expect(CodePESEL, tresc+"/OsobaZameldowana/PESEL")},
		{"day of writing", "2026-03-04", "2026-04-31", expect(CodeDate, dane+"/Data/Czas")},
		{"town of two hundred and forty letters", "<zam:Miejscowosc>Przykładowo", "<zam:Miejscowosc>" + longText, expect("schema.max-length", kto+"/Adres/Miejscowosc")},
		{"two purposes", "<zam:Cel>bank</zam:Cel>", "<zam:Cel>bank</zam:Cel><zam:Cel>sad</zam:Cel>", expect("schema.element-unexpected", tresc+"/Cel[2]")},
		{"stray text", "<zam:Cel>", "bank<zam:Cel>", expect("schema.text-unexpected", tresc)},
	})
}

func TestZbycieNabyciePojazdu(t *testing.T) {
	pojazd, umowa := tresc+"/Pojazd", tresc+"/Umowa"
	osoba := "<poj:Osoba>\n        <poj:Imie>Anna</poj:Imie>\n        <poj:Nazwisko>Testowa</poj:Nazwisko>\n        <poj:PESEL>44051401458</poj:PESEL>\n      </poj:Osoba>"
	runMutations(t, "zbycie-nabycie-pojazdu", "1", []mutation{
		{"kind of notice", ">zbycie<", ">kradziez<", expect("schema.enumeration", tresc+"/RodzajZawiadomienia")},
		{"own PESEL with a typing error", "<poj:PESEL>44051401458", "<poj:PESEL>44051401457", expect(CodePESEL, tresc+"/Zawiadamiajacy/Osoba/PESEL")},
		{"a company", osoba, "<poj:Firma><poj:Nazwa>Testowa sp. z o.o.</poj:Nazwa><poj:NIP>1234563218</poj:NIP><poj:REGON>123456785</poj:REGON></poj:Firma>", nil},
		{"a company's NIP", osoba, "<poj:Firma><poj:Nazwa>Testowa sp. z o.o.</poj:Nazwa><poj:NIP>1234563211</poj:NIP></poj:Firma>", expect(CodeNIP, tresc+"/Zawiadamiajacy/Firma/NIP")},
		{"a company's REGON", osoba, "<poj:Firma><poj:Nazwa>Testowa sp. z o.o.</poj:Nazwa><poj:NIP>1234563218</poj:NIP><poj:REGON>123456780</poj:REGON></poj:Firma>", expect(CodeREGON, tresc+"/Zawiadamiajacy/Firma/REGON")},
		{"a company without NIP", osoba, "<poj:Firma><poj:Nazwa>Testowa sp. z o.o.</poj:Nazwa></poj:Firma>", expect("schema.element-missing", tresc+"/Zawiadamiajacy/Firma")},
		{"neither person nor company", osoba, "", expect("schema.element-unexpected", tresc+"/Zawiadamiajacy/Adres")},
		{"registration number in lower case", "XX 0000T", "xx 0000t", expect("schema.pattern", pojazd+"/NumerRejestracyjny")},
		{"registration number without space", "XX 0000T", "XX0000T", nil},
		{"VIN with the letter O", "TESTVN00000000001", "TESTVNO0000000001", expect("schema.pattern", pojazd+"/VIN")},
		{"VIN too short", "TESTVN00000000001", "TESTVN0000000001", expect("schema.pattern", pojazd+"/VIN")},
		{"chassis number in place of VIN", "<poj:VIN>TESTVN00000000001</poj:VIN>", "<poj:NumerNadwozia>TEST-1</poj:NumerNadwozia>", nil},
		{"VIN and chassis number", "</poj:VIN>", "</poj:VIN><poj:NumerNadwozia>TEST-1</poj:NumerNadwozia>", expect("schema.element-unexpected", pojazd+"/NumerNadwozia")},
		{"no VIN", "<poj:VIN>TESTVN00000000001</poj:VIN>", "", expect("schema.element-unexpected", pojazd+"/Marka")},
		{"year before the first car", ">2015<", ">1815<", expect("schema.min-inclusive", pojazd+"/RokProdukcji")},
		{"year of two digits", ">2015<", ">15<", expect("schema.type", pojazd+"/RokProdukcji")},
		{"no year", "<poj:RokProdukcji>2015</poj:RokProdukcji>", "", expect("schema.element-missing", pojazd)},
		{"day of sale that never was", "2026-02-27", "2026-02-29", expect("schema.type", umowa+"/Data")},
		{"day of sale in another order", "2026-02-27", "27.02.2026", expect("schema.type", umowa+"/Data")},
		{"price with a comma", "18500.00", "18500,00", expect("schema.type", umowa+"/Cena")},
		{"price below nothing", "18500.00", "-1", expect("schema.min-inclusive", umowa+"/Cena")},
		{"price in tenths of a grosz", "18500.00", "18500.001", expect("schema.fraction-digits", umowa+"/Cena")},
		{"price without currency", ` waluta="PLN"`, "", expect("schema.attribute-missing", umowa+"/Cena/@waluta")},
		{"currency as a sign", `waluta="PLN"`, `waluta="zł"`, expect("schema.pattern", umowa+"/Cena/@waluta")},
		{"gift without price", "<poj:Rodzaj>sprzedaz</poj:Rodzaj>\n      <poj:Data>2026-02-27</poj:Data>\n      <poj:Cena waluta=\"PLN\">18500.00</poj:Cena>", "<poj:Rodzaj>darowizna</poj:Rodzaj><poj:Data>2026-02-27</poj:Data>", nil},
		{"postal code of the other side", "00-004", "0-0004", expect("schema.pattern", tresc+"/DrugaStrona/Adres/KodPocztowy")},
		{"no other side's name", "<poj:Nazwa>Jan Próbny</poj:Nazwa>", "", expect("schema.element-unexpected", tresc+"/DrugaStrona/Adres")},
		{"contract as PDF that is none", `format="text/plain" kodowanie="base64" nazwaPliku="umowa-sprzedazy.txt"`, `format="application/pdf" kodowanie="base64" nazwaPliku="umowa.pdf"`, expect(CodeAttachmentContent, att+"/DaneZalacznika")},
	})
}
