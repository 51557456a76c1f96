package render

// Answers and documents are shown as parts: what a page and a PDF copy of the same
// thing have in common. A part is one of three: rows, a table, or a block.
type part struct {
	Rows  []row
	Table *table
	Block *block
}

// row is a label and what belongs to it.
type row struct {
	Label  Words
	Value  value
	Notes  []row   // the attributes of an element
	Faults []Fault // with their whole address as ID
}

// value is one answer. What a person wrote is kept apart from the words of the
// page: it may be in any language and direction.
type value struct {
	Words
	Written bool // by a person, as it stands
	Quiet   bool // says that there is no answer
}

// table shows repeated blocks of the same few short answers.
type table struct {
	Caption Words
	Columns []Words
	Lines   [][]value
}

// block is several parts under a heading.
type block struct {
	Heading Words
	Level   int // of the heading, as in HTML
	Text    value
	Faults  []Fault
	Parts   []part
}

// deepest is the last level of headings that HTML has.
const deepest = 6

// adding collects parts, neighbouring rows into one.
type adding struct{ parts []part }

func (a *adding) row(r row) {
	if last := len(a.parts) - 1; last >= 0 && a.parts[last].Rows != nil {
		a.parts[last].Rows = append(a.parts[last].Rows, r)
		return
	}
	a.parts = append(a.parts, part{Rows: []row{r}})
}

func (a *adding) all(parts []part) {
	for _, p := range parts {
		if p.Rows == nil {
			a.parts = append(a.parts, p)
		}
		for _, r := range p.Rows {
			a.row(r)
		}
	}
}

func (a *adding) block(b block) {
	b.Level = min(b.Level, deepest)
	a.parts = append(a.parts, part{Block: &b})
}
