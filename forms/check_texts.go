package forms

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// checkTexts warns of texts that are not there in every language: people read
// them in Polish instead.
func (g *guideCheck) checkTexts() {
	for _, key := range slices.Sorted(maps.Keys(g.over.Labels)) {
		g.checkText("labels["+key+"]", g.over.Labels[key])
	}
	guide := g.over.Guide
	if len(guide.Summary) == 0 {
		g.warn(g.dir, formFile, CodeText, "guide.summary: nothing says what the form is for")
	}
	if guide.Matter != "" && guide.MatterText["pl"] != guide.Matter {
		g.warn(g.dir, formFile, CodeText, "guide.matter_text: its Polish text is not %q", guide.Matter)
	}
	g.checkText("guide.matter_text", guide.MatterText)
	g.checkText("policy.due_basis", g.over.Policy.DueBasis)
	g.checkText("guide.summary", guide.Summary)
	g.checkText("guide.fee", guide.Fee)
	for i, text := range guide.Needs {
		g.checkText("guide.needs["+strconv.Itoa(i)+"]", text)
	}
	for i, text := range guide.Words {
		g.checkText("guide.words["+strconv.Itoa(i)+"]", text)
	}
	for i, page := range guide.Pages {
		at := "guide.pages[" + strconv.Itoa(i) + "].title"
		if strings.TrimSpace(page.Title["pl"]) == "" {
			g.fault(CodePage, "%s is empty", at)
		}
		g.checkText(at, page.Title)
	}
	g.checkQuestionTexts()
}

func (g *guideCheck) checkQuestionTexts() {
	for _, key := range slices.Sorted(maps.Keys(g.over.Guide.Questions)) {
		q, at := g.over.Guide.Questions[key], "guide.questions["+key+"]"
		g.checkText(at+".hint", q.Hint)
		for _, value := range slices.Sorted(maps.Keys(q.Options)) {
			g.checkText(at+".options["+value+"]", q.Options[value])
		}
	}
}

func (g *guideCheck) checkText(at string, text Text) {
	if len(text) == 0 {
		return
	}
	var missing []string
	for _, lang := range languages() {
		if strings.TrimSpace(text[lang]) == "" {
			missing = append(missing, lang)
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(text)) {
		if !slices.Contains(languages(), lang) {
			g.fault(CodeText, "%s: nobody reads %q; the languages are %s", at, lang, strings.Join(languages(), ", "))
		}
	}
	if len(missing) > 0 {
		g.warn(g.dir, formFile, CodeText, "%s: no text in %s", at, strings.Join(missing, ", "))
	}
}
