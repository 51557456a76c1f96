package compose

// Limits of one sheet. People stay far below; each bounds what a posted form or
// an odd schema could otherwise ask for.
const (
	// maxParts bounds the elements, attributes and groups of a sheet, asked or
	// not: some 500 bytes each with its field, and one box on a page. Official
	// forms have up to 300 fields.
	maxParts = 20_000
	// maxItems bounds the items of one Repeat: a page with more of them can no
	// longer be used, and longer lists belong into an attachment.
	maxItems = 500
	// maxDepth bounds elements in elements: sheets are built by recursion. Forms
	// nest to about 30.
	maxDepth = 60
	// maxAnswerBytes bounds names and values together; all of them are copied on
	// every change. A page of 3,000 characters is 6 KB.
	maxAnswerBytes = 4 << 20
	// maxOptions is the length of a list people can choose from; longer ones are
	// typed in, and checked all the same. The longest official one in use
	// (activity codes) has some 650.
	maxOptions = 2_000
)
