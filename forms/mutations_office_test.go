package forms

import (
	"strings"
	"testing"
)

// longText is longer than a line may be.
var longText = strings.Repeat("długa ", 40)

func TestZgloszenieUrodzenia(t *testing.T) {
	kto, dziecko, matka, ojciec := tresc+"/Zglaszajacy", tresc+"/Dziecko", tresc+"/Matka", tresc+"/Ojciec"
	runMutations(t, "zgloszenie-urodzenia", "1", []mutation{
		{"own PESEL with a typing error", "<uro:PESEL>44051401458", "<uro:PESEL>44051401459", expect(CodePESEL, kto+"/PESEL")},
		{"own PESEL of ten digits", "<uro:PESEL>44051401458", "<uro:PESEL>4405140145", expect("schema.pattern", kto+"/PESEL")},
		{"neither PESEL nor day of birth", "<uro:PESEL>44051401458</uro:PESEL>\n      <uro:Rola>", "<uro:Rola>", expect("schema.element-unexpected", kto+"/Rola")},
		{"part in the matter nobody has", ">matka<", ">ciocia<", expect("schema.enumeration", kto+"/Rola")},
		{"no address", "<uro:NumerDomu>7</uro:NumerDomu>", "", expect("schema.element-unexpected", kto+"/Adres/NumerLokalu")},
		{"e-mail without @", "anna.testowa@example.pl</uro:Email>", "anna.testowa</uro:Email>", expect("schema.pattern", kto+"/Email")},
		{"phone too short", "+48 600 000 000", "600", expect("schema.pattern", kto+"/Telefon")},
		{"sex in words", "<uro:Plec>K<", "<uro:Plec>kobieta<", expect("schema.enumeration", dziecko+"[1]/Plec")},
		{"name with a digit", ">Zofia<", ">Zofia2<", expect("schema.pattern", dziecko+"[1]/Imie")},
		{"name that is empty", ">Zofia<", "><", expect("schema.pattern", dziecko+"[1]/Imie")},
		{"two names in one field", ">Zofia<", ">Zofia Maria<", expect("schema.pattern", dziecko+"[1]/Imie")},
		{"name with a hyphen", ">Zofia<", ">Anna-Zofia<", nil},
		{"third name", "<uro:DrugieImie>Maria</uro:DrugieImie>", "<uro:DrugieImie>Maria</uro:DrugieImie><uro:DrugieImie>Ewa</uro:DrugieImie>", expect("schema.element-unexpected", dziecko+"[1]/DrugieImie[2]")},
		{"child without surname", "<uro:DrugieImie>Maria</uro:DrugieImie>\n      <uro:Nazwisko>Testowa</uro:Nazwisko>", "", expect("schema.element-unexpected", dziecko+"[1]/DataUrodzenia")},
		{"birth on a day that never was", "<uro:DataUrodzenia>2026-02-20", "<uro:DataUrodzenia>2026-02-30", expect("schema.type", dziecko+"[1]/DataUrodzenia")},
		{"day of birth in another order", "<uro:DataUrodzenia>2026-02-20", "<uro:DataUrodzenia>20.02.2026", expect("schema.type", dziecko+"[1]/DataUrodzenia")},
		{"place of birth missing", "<uro:MiejsceUrodzenia>Przykładowo</uro:MiejsceUrodzenia>\n    </uro:Dziecko>", "</uro:Dziecko>", expect("schema.element-missing", dziecko+"[1]")},
		{"mother without surname at birth", "<uro:NazwiskoRodowe>Próbna</uro:NazwiskoRodowe>", "", expect("schema.element-unexpected", matka+"/MiejsceUrodzenia")},
		{"marital status nobody has", ">mezatka<", ">zareczona<", expect("schema.enumeration", matka+"/StanCywilny")},
		{"father's day of birth", "1943-11-05", "1943-13-05", expect("schema.type", ojciec+"/DataUrodzenia")},
		{"father with PESEL and day of birth", "<uro:DataUrodzenia>1943-11-05</uro:DataUrodzenia>", "<uro:PESEL>02070803628</uro:PESEL><uro:DataUrodzenia>1943-11-05</uro:DataUrodzenia>", expect("schema.element-unexpected", ojciec+"/DataUrodzenia")},
		{"marriage without a place", "<uro:Miejsce>Przykładowo</uro:Miejsce>", "", expect("schema.element-missing", tresc+"/Malzenstwo")},
		{"marriage on 31 June", "2020-06-20", "2020-06-31", expect("schema.type", tresc+"/Malzenstwo/Data")},
		{"where to register the child", ">z-matka<", ">u babci<", expect("schema.enumeration", tresc+"/Zameldowanie")},
		{"no answer about the copy", "<uro:Odpis>elektroniczny</uro:Odpis>", "", expect("schema.element-unexpected", tresc+"/Oswiadczenie")},
		{"declaration refused", "<uro:Oswiadczenie>tak", "<uro:Oswiadczenie>nie", expect("schema.enumeration", tresc+"/Oswiadczenie")},
		{"day of writing", "2026-03-06", "2026-02-29", expect(CodeDate, dane+"/Data/Czas")},
	})
}

func TestInformacjaIN1(t *testing.T) {
	kto, n := tresc+"/Podatnik", tresc+"/Nieruchomosc"
	runMutations(t, "informacja-in-1", "1", []mutation{
		{"purpose", ">zmiana<", ">podatek<", expect("schema.enumeration", tresc+"/Cel")},
		{"year of two digits", "<nie:Rok>2026", "<nie:Rok>26", expect("schema.type", tresc+"/Rok")},
		{"year before the form", "<nie:Rok>2026", "<nie:Rok>2015", expect("schema.min-inclusive", tresc+"/Rok")},
		{"day of the change that never was", "2026-02-25", "2026-02-29", expect("schema.type", tresc+"/DataZdarzenia")},
		{"no day of the change", "<nie:DataZdarzenia>2026-02-25</nie:DataZdarzenia>", "", nil},
		{"own PESEL with a typing error", "<nie:PESEL>44051401458", "<nie:PESEL>44051401457", expect(CodePESEL, kto+"/PESEL")},
		{"first name missing", "<nie:Imie>Anna</nie:Imie>", "", expect("schema.element-unexpected", kto+"/Nazwisko")},
		{"postal code without dash", "<nie:KodPocztowy>00-002", "<nie:KodPocztowy>00002", expect("schema.pattern", kto+"/Adres/KodPocztowy")},
		{"co-owner's PESEL", "<nie:DataUrodzenia>1943-11-05</nie:DataUrodzenia>", "<nie:PESEL>02070803621</nie:PESEL>", expect(CodePESEL, tresc+"/Wspolwlasciciel/PESEL")},
		{"no co-owner", "<nie:Wspolwlasciciel>\n      <nie:Imie>Jan</nie:Imie>\n      <nie:Nazwisko>Testowy</nie:Nazwisko>\n      <nie:DataUrodzenia>1943-11-05</nie:DataUrodzenia>\n    </nie:Wspolwlasciciel>", "", nil},
		{"plots not named", "<nie:Dzialki>101/2, 101/3, obręb Testowo</nie:Dzialki>", "", expect("schema.element-unexpected", n+"/KsiegaWieczysta")},
		{"plots blank", "101/2, 101/3, obręb Testowo", "", expect("schema.min-length", n+"/Dzialki")},
		{"land register in lower case", "AA1A/00000000/0", "aa1a/00000000/0", expect("schema.pattern", n+"/KsiegaWieczysta")},
		{"land register without check digit", "AA1A/00000000/0", "AA1A/00000000", expect("schema.pattern", n+"/KsiegaWieczysta")},
		{"title nobody has", ">wspolwlasnosc<", ">najem<", expect("schema.enumeration", n+"/Tytul")},
		{"share in per cent", "<nie:Udzial>1/2", "<nie:Udzial>50%", expect("schema.pattern", n+"/Udzial")},
		{"share of nothing", "<nie:Udzial>1/2", "<nie:Udzial>0/2", expect("schema.pattern", n+"/Udzial")},
		{"area with a comma", "812.50", "812,50", expect("schema.type", n+"/Grunt/Powierzchnia")},
		{"area of nothing", "812.50", "0.00", expect("schema.min-exclusive", n+"/Grunt/Powierzchnia")},
		{"area below nothing", "134.20", "-134.20", expect("schema.min-exclusive", n+"/Budynek[1]/Powierzchnia")},
		{"area in square millimetres", "134.20", "134.205", expect("schema.fraction-digits", n+"/Budynek[1]/Powierzchnia")},
		{"area as large as the country", "812.50", "12345678901.25", expect("schema.total-digits", n+"/Grunt/Powierzchnia")},
		{"land of a kind that is taxed otherwise", ">pozostaly<", ">rolny<", expect("schema.enumeration", n+"/Grunt/Rodzaj")},
		{"building of no kind", "<nie:Rodzaj>mieszkalny</nie:Rodzaj>", "", expect("schema.element-unexpected", n+"/Budynek[1]/Powierzchnia")},
		{"garage, perhaps", "<nie:Garaz>false", "<nie:Garaz>może", expect("schema.type", n+"/Budynek[2]/Garaz")},
		{"structure without value", "<nie:Wartosc>12500.00</nie:Wartosc>", "", expect("schema.element-missing", n+"/Budowla")},
		{"value with a currency", "12500.00", "12500 zł", expect("schema.type", n+"/Budowla/Wartosc")},
		{"exemption without a basis", "<nie:Podstawa>art. 7 ust. 1 pkt 4 ustawy o podatkach i opłatach lokalnych</nie:Podstawa>", "", expect("schema.element-unexpected", tresc+"/Zwolnienie/Powierzchnia")},
	})
}

func TestDaneZRejestruPESEL(t *testing.T) {
	kto, szukana := tresc+"/Wnioskodawca", tresc+"/Szukana"
	osoba := "<dan:Osoba>\n        <dan:Imie>Anna</dan:Imie>\n        <dan:Nazwisko>Testowa</dan:Nazwisko>\n        <dan:PESEL>44051401458</dan:PESEL>\n      </dan:Osoba>"
	file := "<str:Zalacznik format=\"text/plain\" kodowanie=\"base64\" nazwaPliku=\"dowod-zaplaty.txt\">"
	runMutations(t, "dane-z-rejestru-pesel", "1", []mutation{
		{"own PESEL with a typing error", "<dan:PESEL>44051401458", "<dan:PESEL>44051401450", expect(CodePESEL, kto+"/Osoba/PESEL")},
		{"a company", osoba, "<dan:Firma><dan:Nazwa>Testowa sp. z o.o.</dan:Nazwa><dan:NIP>1234563218</dan:NIP></dan:Firma>", nil},
		{"a company's NIP", osoba, "<dan:Firma><dan:Nazwa>Testowa sp. z o.o.</dan:Nazwa><dan:NIP>1234563219</dan:NIP></dan:Firma>", expect(CodeNIP, kto+"/Firma/NIP")},
		{"a company's NIP with dashes", osoba, "<dan:Firma><dan:Nazwa>Testowa sp. z o.o.</dan:Nazwa><dan:NIP>123-456-32-18</dan:NIP></dan:Firma>", expect("schema.pattern", kto+"/Firma/NIP")},
		{"a company's REGON", osoba, "<dan:Firma><dan:Nazwa>Testowa sp. z o.o.</dan:Nazwa><dan:REGON>123456780</dan:REGON></dan:Firma>", expect(CodeREGON, kto+"/Firma/REGON")},
		{"a company without name", osoba, "<dan:Firma><dan:NIP>1234563218</dan:NIP></dan:Firma>", expect("schema.element-unexpected", kto+"/Firma/NIP")},
		{"nobody applies", osoba, "", expect("schema.element-unexpected", kto+"/Adres")},
		{"street in place of the town", "<dan:Miejscowosc>Przykładowo</dan:Miejscowosc>", "", expect("schema.element-unexpected", kto+"/Adres/Ulica")},
		{"house number too long", "<dan:NumerDomu>7", "<dan:NumerDomu>siedem i pół", expect("schema.max-length", kto+"/Adres/NumerDomu")},
		{"e-mail without a domain", "anna.testowa@example.pl</dan:Email>", "anna.testowa@</dan:Email>", expect("schema.pattern", kto+"/Email")},
		{"phone in words", "+48 600 000 000", "sześćset", expect("schema.pattern", kto+"/Telefon")},
		{"sought person's PESEL", "<dan:PESEL>02070803628", "<dan:PESEL>02070803629", expect(CodePESEL, szukana+"/PESEL")},
		{"sought person's PESEL unknown", "<dan:PESEL>02070803628</dan:PESEL>", "", nil},
		{"sought person's surname", "<dan:Nazwisko>Próbny</dan:Nazwisko>", "", expect("schema.element-unexpected", szukana+"/PESEL")},
		{"sought person's surname blank", "<dan:Nazwisko>Próbny", "<dan:Nazwisko> ", expect("schema.min-length", szukana+"/Nazwisko")},
		{"day of birth that never was", "1902-07-08", "1902-07-32", expect("schema.type", szukana+"/DataUrodzenia")},
		{"father's name twice", "<dan:ImieOjca>Adam</dan:ImieOjca>", "<dan:ImieOjca>Adam</dan:ImieOjca><dan:ImieOjca>Ewa</dan:ImieOjca>", expect("schema.element-unexpected", szukana+"/ImieOjca[2]")},
		{"last address without code", "<dan:KodPocztowy>00-004</dan:KodPocztowy>", "", expect("schema.element-unexpected", szukana+"/OstatniAdres/Miejscowosc")},
		{"data the register has not", "<dan:Zakres>adres-staly", "<dan:Zakres>wyznanie", expect("schema.enumeration", tresc+"/Zakres[1]")},
		{"no data asked for", "<dan:Zakres>adres-staly</dan:Zakres>\n    <dan:Zakres>adres-czasowy</dan:Zakres>", "", expect("schema.element-unexpected", tresc+"/Interes")},
		{"no interest", "<dan:Prawny>Wezwanie Sądu Rejonowego w Przykładowie do podania adresu pozwanego, sygnatura testowa I C 0/26.</dan:Prawny>", "", expect("schema.element-missing", tresc+"/Interes")},
		{"both interests", "</dan:Prawny>", "</dan:Prawny><dan:Faktyczny>Szukam dawnego sąsiada.</dan:Faktyczny>", expect("schema.element-unexpected", tresc+"/Interes/Faktyczny")},
		{"an interest without words", "Wezwanie Sądu Rejonowego w Przykładowie do podania adresu pozwanego, sygnatura testowa I C 0/26.", "", expect("schema.min-length", tresc+"/Interes/Prawny")},
		{"way of delivery", "<dan:SposobOdbioru>elektronicznie", "<dan:SposobOdbioru>gołębiem", expect("schema.enumeration", tresc+"/SposobOdbioru")},
		{"no proof of payment", file, "<str:Zalacznik format=\"text/plain\" kodowanie=\"base64\" nazwaPliku=\"dowod.exe\">", expect(CodeAttachmentType, att+"/@format")},
		{"proof of payment that is no PDF", file, "<str:Zalacznik format=\"application/pdf\" kodowanie=\"base64\" nazwaPliku=\"dowod.pdf\">", expect(CodeAttachmentContent, att+"/DaneZalacznika")},
	})
}

func TestWpisDoCEIDG(t *testing.T) {
	kto, praca := tresc+"/Przedsiebiorca", tresc+"/Dzialalnosc"
	runMutations(t, "wpis-do-ceidg", "1", []mutation{
		{"kind of application", ">wpis<", ">rejestracja<", expect("schema.enumeration", tresc+"/Rodzaj")},
		{"own PESEL with a typing error", "<cei:PESEL>44051401458", "<cei:PESEL>44051401451", expect(CodePESEL, kto+"/PESEL")},
		{"NIP with a typing error", "<cei:NIP>1234563218", "<cei:NIP>1234563217", expect(CodeNIP, kto+"/NIP")},
		{"no NIP yet", "<cei:NIP>1234563218</cei:NIP>", "", nil},
		{"REGON with a typing error", "<cei:REGON>123456785", "<cei:REGON>123456784", expect(CodeREGON, kto+"/REGON")},
		{"REGON of eight digits", "<cei:REGON>123456785", "<cei:REGON>12345678", expect("schema.pattern", kto+"/REGON")},
		{"citizenship in words", "<cei:Obywatelstwo>PL", "<cei:Obywatelstwo>polskie", expect("schema.pattern", kto+"/Obywatelstwo")},
		{"voivodeship of long ago", ">mazowieckie<", ">warszawskie<", expect("schema.enumeration", kto+"/Wojewodztwo")},
		{"no voivodeship", "<cei:Wojewodztwo>mazowieckie</cei:Wojewodztwo>", "", expect("schema.element-unexpected", kto+"/Adres")},
		{"postal code", "<cei:KodPocztowy>00-002", "<cei:KodPocztowy>00 002", expect("schema.pattern", kto+"/Adres/KodPocztowy")},
		{"no name of the business", "<cei:Nazwa>Anna Testowa Programy Próbne</cei:Nazwa>", "", expect("schema.element-unexpected", tresc+"/Firma/Skrot")},
		{"short name too long", "<cei:Skrot>Programy Próbne", "<cei:Skrot>Programy Próbne Anny Testowej z Przykładowa", expect("schema.max-length", tresc+"/Firma/Skrot")},
		{"start on 31 April", "2026-04-01", "2026-04-31", expect("schema.type", praca+"/DataRozpoczecia")},
		{"start soon", "2026-04-01", "wkrótce", expect("schema.type", praca+"/DataRozpoczecia")},
		{"code without a letter", "<cei:GlownePKD>62.10.B", "<cei:GlownePKD>62.10", expect("schema.pattern", praca+"/GlownePKD")},
		{"code without points", "<cei:GlownePKD>62.10.B", "<cei:GlownePKD>6210B", expect("schema.pattern", praca+"/GlownePKD")},
		{"second of the other codes", "<cei:InnePKD>85.59.D", "<cei:InnePKD>85-59-D", expect("schema.pattern", praca+"/InnePKD[2]")},
		{"no main activity", "<cei:GlownePKD>62.10.B</cei:GlownePKD>", "", expect("schema.element-unexpected", praca+"/InnePKD[1]")},
		{"neither place nor none", "<cei:InnePKD>85.59.D</cei:InnePKD>\n      <cei:StaleMiejsce>\n        <cei:KodPocztowy>00-003</cei:KodPocztowy>\n        <cei:Miejscowosc>Przykładowo</cei:Miejscowosc>\n        <cei:Ulica>Próbna</cei:Ulica>\n        <cei:NumerDomu>12</cei:NumerDomu>\n      </cei:StaleMiejsce>", "", expect("schema.element-unexpected", praca+"/Pracujacy")},
		{"place and none", "</cei:StaleMiejsce>", "</cei:StaleMiejsce><cei:BezStalegoMiejsca>tak</cei:BezStalegoMiejsca>", expect("schema.element-unexpected", praca+"/BezStalegoMiejsca")},
		{"half a person works", "<cei:Pracujacy>1", "<cei:Pracujacy>1.5", expect("schema.type", praca+"/Pracujacy")},
		{"fewer than nobody works", "<cei:Pracujacy>1", "<cei:Pracujacy>-1", expect("schema.min-inclusive", praca+"/Pracujacy")},
		{"more work than a city has people", "<cei:Pracujacy>1", "<cei:Pracujacy>10000", expect("schema.max-inclusive", praca+"/Pracujacy")},
		{"tax nobody can choose any more", ">ryczalt<", ">karta<", expect("schema.enumeration", tresc+"/Podatek")},
		{"insurance", ">zus<", ">prywatne<", expect("schema.enumeration", tresc+"/Ubezpieczenie")},
		{"account with spaces", "00000000000000000000000000", "00 0000 0000 0000 0000 0000 0000", expect("schema.pattern", tresc+"/RachunekBankowy")},
		{"account of another country", "00000000000000000000000000", "DE00000000000000000000", expect("schema.pattern", tresc+"/RachunekBankowy")},
		{"joint property, perhaps", "<cei:WspolnoscMajatkowa>false", "<cei:WspolnoscMajatkowa>nie", expect("schema.type", tresc+"/WspolnoscMajatkowa")},
		{"declaration missing", "<cei:Oswiadczenie>tak</cei:Oswiadczenie>", "", expect("schema.element-missing", tresc)},
	})
}

func TestInformacjaPubliczna(t *testing.T) {
	kto := tresc + "/Wnioskodawca"
	osoba := "<inf:Osoba>\n        <inf:Imie>Anna</inf:Imie>\n        <inf:Nazwisko>Testowa</inf:Nazwisko>\n      </inf:Osoba>"
	email := "<inf:Email>anna.testowa@example.pl</inf:Email>"
	adres := "<inf:Adres><inf:KodPocztowy>00-002</inf:KodPocztowy><inf:Miejscowosc>Przykładowo</inf:Miejscowosc><inf:NumerDomu>7</inf:NumerDomu></inf:Adres>"
	runMutations(t, "informacja-publiczna", "1", []mutation{
		{"a newspaper", osoba, "<inf:Firma><inf:Nazwa>Gazeta Testowa</inf:Nazwa></inf:Firma>", nil},
		{"a newspaper's NIP", osoba, "<inf:Firma><inf:Nazwa>Gazeta Testowa</inf:Nazwa><inf:NIP>1234563211</inf:NIP></inf:Firma>", expect(CodeNIP, kto+"/Firma/NIP")},
		{"a newspaper's REGON", osoba, "<inf:Firma><inf:Nazwa>Gazeta Testowa</inf:Nazwa><inf:REGON>123456781</inf:REGON></inf:Firma>", expect(CodeREGON, kto+"/Firma/REGON")},
		{"a newspaper without name", osoba, "<inf:Firma><inf:Nazwa/></inf:Firma>", expect("schema.min-length", kto+"/Firma/Nazwa")},
		{"nobody asks", osoba, "", expect("schema.element-unexpected", kto+"/Email")},
		{"person without surname", "<inf:Nazwisko>Testowa</inf:Nazwisko>", "", expect("schema.element-missing", kto+"/Osoba")},
		{"first name blank", "<inf:Imie>Anna", "<inf:Imie> ", expect("schema.min-length", kto+"/Osoba/Imie")},
		{"answer by letter", email, adres, nil},
		{"answer by letter and e-mail", email, email + adres, expect("schema.element-unexpected", kto+"/Adres")},
		{"nowhere to answer", email, "", expect("schema.element-unexpected", kto+"/Telefon")},
		{"e-mail with a space", "anna.testowa@example.pl</inf:Email>", "anna testowa@example.pl</inf:Email>", expect("schema.pattern", kto+"/Email")},
		{"phone with letters", "+48 600 000 000", "600 tel 000", expect("schema.pattern", kto+"/Telefon")},
		{"question without words", "Ile kosztowało utrzymanie latarni przy ulicy Wzorcowej w podanym okresie?", "", expect("schema.min-length", tresc+"/Informacja[1]")},
		{"second question without words", "Kto wykonuje to utrzymanie i na podstawie jakiej umowy? Pytanie testowe.", "", expect("schema.min-length", tresc+"/Informacja[2]")},
		{"period without a start", "<inf:Od>2025-01-01</inf:Od>", "", expect("schema.element-unexpected", tresc+"/Okres/Do")},
		{"period from a day that never was", "2025-01-01", "2025-02-29", expect("schema.type", tresc+"/Okres/Od")},
		{"period to the end of a year in words", "2025-12-31", "koniec roku", expect("schema.type", tresc+"/Okres/Do")},
		{"period until today", "<inf:Do>2025-12-31</inf:Do>", "", nil},
		{"way of giving", "<inf:Sposob>elektronicznie", "<inf:Sposob>telefonicznie", expect("schema.enumeration", tresc+"/Sposob")},
		{"no way of giving", "<inf:Sposob>elektronicznie</inf:Sposob>", "", expect("schema.element-unexpected", tresc+"/Format")},
		{"format nobody offers", ">csv<", ">doc<", expect("schema.enumeration", tresc+"/Format")},
		{"format in capitals", ">csv<", ">CSV<", expect("schema.enumeration", tresc+"/Format")},
		{"a reason, which is not asked", "<inf:Sposob>", "<inf:Powod>z ciekawości</inf:Powod><inf:Sposob>", expect("schema.element-unexpected", tresc+"/Powod")},
		{"sender's PESEL", "<oso:PESEL>44051401458", "<oso:PESEL>44051401459", expect(CodePESEL, dane+"/Nadawcy/Podmiot/Osoba/IdOsoby/PESEL")},
		{"addressee's REGON", "123456785", "123456786", expect(CodeREGON, dane+"/Adresaci/Podmiot/Instytucja/IdInstytucji/REGON")},
		{"day of writing", "2026-03-06", "2026-03-32", expect(CodeDate, dane+"/Data/Czas")},
		{"content in another format", `format="text/xml" kodowanie="XML"`, `format="text/plain" kodowanie="XML"`, expect("schema.attribute-fixed", tresc+"/@format")},
	})
}

func TestSkargaWniosek(t *testing.T) {
	kto := tresc + "/Skladajacy"
	osoba := "<ska:Osoba>\n        <ska:Imie>Anna</ska:Imie>\n        <ska:Nazwisko>Testowa</ska:Nazwisko>\n      </ska:Osoba>"
	runMutations(t, "skarga-wniosek", "1", []mutation{
		{"a motion", ">skarga<", ">wniosek<", nil},
		{"a petition, which has an act of its own", ">skarga<", ">petycja<", expect("schema.enumeration", tresc+"/Rodzaj")},
		{"no title", "<ska:Tytul>Skarga na brak odpowiedzi w sprawie latarni</ska:Tytul>", "", expect("schema.element-unexpected", tresc+"/Skladajacy")},
		{"title too short", "<ska:Tytul>Skarga na brak odpowiedzi w sprawie latarni", "<ska:Tytul>S!", expect("schema.min-length", tresc+"/Tytul")},
		{"an organisation", osoba, "<ska:Firma><ska:Nazwa>Stowarzyszenie Testowe</ska:Nazwa></ska:Firma>", nil},
		{"an organisation's REGON", osoba, "<ska:Firma><ska:Nazwa>Stowarzyszenie Testowe</ska:Nazwa><ska:REGON>123456789</ska:REGON></ska:Firma>", expect(CodeREGON, kto+"/Firma/REGON")},
		{"nobody complains", osoba, "", expect("schema.element-unexpected", kto+"/Adres")},
		{"no surname", "<ska:Nazwisko>Testowa</ska:Nazwisko>", "", expect("schema.element-missing", kto+"/Osoba")},
		{"postal code", "<ska:KodPocztowy>00-002", "<ska:KodPocztowy>0002", expect("schema.pattern", kto+"/Adres/KodPocztowy")},
		{"no house", "<ska:NumerDomu>7</ska:NumerDomu>", "", expect("schema.element-unexpected", kto+"/Adres/NumerLokalu")},
		{"e-mail of two", "anna.testowa@example.pl</ska:Email>", "anna@jan@example.pl</ska:Email>", expect("schema.pattern", kto+"/Email")},
		{"other person without consent", "<ska:Zgoda>tak</ska:Zgoda>", "", expect("schema.element-missing", tresc+"/Imieniem")},
		{"other person refuses", "<ska:Zgoda>tak", "<ska:Zgoda>nie", expect("schema.enumeration", tresc+"/Imieniem/Zgoda")},
		{"about nobody", "<ska:Wydzial>Wydział Organizacyjny</ska:Wydzial>", "", expect("schema.element-missing", tresc+"/Dotyczy")},
		{"about two", "</ska:Wydzial>", "</ska:Wydzial><ska:Jednostka>Szkoła Testowa</ska:Jednostka>", expect("schema.element-unexpected", tresc+"/Dotyczy/Jednostka")},
		{"about an authority", "<ska:Wydzial>Wydział Organizacyjny</ska:Wydzial>", "<ska:Organ>burmistrz</ska:Organ>", nil},
		{"about an authority the city has not", "<ska:Wydzial>Wydział Organizacyjny</ska:Wydzial>", "<ska:Organ>wojewoda</ska:Organ>", expect("schema.enumeration", tresc+"/Dotyczy/Organ")},
		{"department blank", "Wydział Organizacyjny", " ", expect("schema.min-length", tresc+"/Dotyczy/Wydzial")},
		{"subject", ">przewleklosc<", ">wszystko<", expect("schema.enumeration", tresc+"/Przedmiot")},
		{"event on a day that never was", "2026-01-12", "2026-01-32", expect("schema.type", tresc+"/Zdarzenie[1]/Data")},
		{"event without a day", "<ska:Data>2026-02-12</ska:Data>", "", expect("schema.element-unexpected", tresc+"/Zdarzenie[2]/Opis")},
		{"event without words", "<ska:Opis>Minął miesiąc bez odpowiedzi.</ska:Opis>", "", expect("schema.element-missing", tresc+"/Zdarzenie[2]")},
		{"place too long", ">ulica Wzorcowa<", ">" + longText + "<", expect("schema.max-length", tresc+"/Zdarzenie[1]/Miejsce")},
		{"no text", "<ska:Tresc>Urząd nie odpowiedział na zgłoszenie w ciągu miesiąca. Skarga testowa.</ska:Tresc>", "", expect("schema.element-unexpected", tresc+"/Oczekiwanie")},
		{"text without words", "Urząd nie odpowiedział na zgłoszenie w ciągu miesiąca. Skarga testowa.", "", expect("schema.min-length", tresc+"/Tresc")},
		{"expectation without words", "Proszę o odpowiedź i naprawę latarni.", "", expect("schema.min-length", tresc+"/Oczekiwanie")},
		{"sender's PESEL", "<oso:PESEL>44051401458", "<oso:PESEL>54051401458", expect(CodePESEL, dane+"/Nadawcy/Podmiot/Osoba/IdOsoby/PESEL")},
	})
}
