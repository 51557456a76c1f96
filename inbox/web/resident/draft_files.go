package resident

import (
	"strconv"
	"strings"

	"okienko/forms"
	"okienko/forms/compose"
	"okienko/forms/render"
	"okienko/inbox"
	"okienko/inbox/web"
)

// lettersOwn is what a letter's text and signatures are given of its box's limit;
// trusted-profile signatures have some 20 KB. The rest is for files, which grow
// by a third in base64.
const lettersOwn = 256 << 10

// filesLimit is what all files of a letter may have together, in octets.
func filesLimit(box inbox.Box) int64 { return max(box.Policy.MaxBytes-lettersOwn, 0) / 4 * 3 }

// roomForFiles is how much may come to the files there are.
func (f filling) roomForFiles() int64 {
	left := filesLimit(f.box)
	for _, file := range f.draft.Files {
		left -= file.Size
	}
	return max(left, 0)
}

// fileFaults are what is wrong with posted files, by the name of their field.
type fileFaults map[string]forms.Problem

// sortFiles tells the posted files that can be attachments from those that cannot.
func sortFiles(posted []web.PostedFile, limit int64) (compose.Files, fileFaults) {
	files, faults := compose.Files{}, fileFaults{}
	for _, p := range posted {
		if p.TooLarge {
			faults[p.Field] = forms.Problem{Code: inbox.CodeDraftFiles, Args: map[string]string{"limit": strconv.FormatInt(limit, 10)}}
			continue
		}
		media := forms.MediaType(p.Name, "")
		if problems := forms.CheckFile(p.Name, media, p.Data, 0); len(problems) > 0 {
			faults[p.Field] = problems[0]
			continue
		}
		files[p.Field] = compose.File{Name: p.Name, MIME: media, Data: p.Data, Size: int64(len(p.Data))}
	}
	return files, faults
}

// blame puts the faults beside the fields the files were chosen in.
func (faults fileFaults) blame(sheet *compose.Sheet) {
	for name, problem := range faults {
		if field := sheet.Field(name); field != nil {
			field.Problems = append([]forms.Problem{problem}, field.Problems...)
		}
	}
}

// anchor is the id of what a button changed, where the page is to be read on.
func anchor(sheet *compose.Sheet, do string) string {
	verb, name, _ := strings.Cut(do, ":")
	field := sheet.Field(name)
	if field == nil {
		return "content"
	}
	if verb == "add" && len(field.Fields) > 0 {
		field = field.Fields[len(field.Fields)-1]
	}
	return render.ID(field.Name)
}
