//go:build browser

package web_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"okienko/fixtures/screen"
)

const (
	headerHeight = `document.querySelector("header").getBoundingClientRect().height`
	// menuLinks counts the links of the menu that somebody can see and reach; a link
	// that can be reached unseen is a trap.
	menuLinks = `[...document.querySelectorAll(".menu a, .menu button")].filter(e => e.checkVisibility({contentVisibilityAuto: true}) && e.getClientRects().length > 0).length`
	// focusMenu puts the focus on what opens the menu; pressed, it must open.
	focusMenu = `document.querySelector(".menu-fold summary").focus()`
)

// TestTheMenuOnAPhone: folded it is one row, and nothing in it can be reached; the
// keyboard opens it, then everything is there, large enough for a finger.
func TestTheMenuOnAPhone(t *testing.T) {
	axe := screen.Axe(t)
	o := openOffice(t)
	resident, clerk := o.resident(t, "anna"), o.signedIn(t, "audytor")
	c := openChrome(t, o)
	for _, v := range []visit{{"resident", resident, "/my/letters", ""}, {"clerk", clerk, "/clerk/letters", ""}, {"visitor", o.browser(t), "/", ""}} {
		for _, lang := range []string{"pl", "en", "uk"} {
			t.Run(v.name+"/"+lang, func(t *testing.T) {
				c.T = t
				c.Look(360, 740, "light")
				c.open(v, lang)
				if height := run(c, chromedp.Evaluate[float64](headerHeight)); height > 200 {
					t.Errorf("the header is %.0f px high", height)
				}
				if n := run(c, chromedp.Evaluate[int](menuLinks)); n != 0 {
					t.Errorf("%d links of a folded menu can be reached", n)
				}
				run(c, chromedp.Evaluate[chromedp.Void](focusMenu))
				run(c, chromedp.KeyEvent("\r"))
				if n := run(c, chromedp.Evaluate[int](menuLinks)); n < 4 {
					t.Errorf("the open menu has %d links", n)
				}
				c.CheckReflow()
				c.CheckAxe(axe)
				c.Look(1280, 800, "light")
				if n := run(c, chromedp.Evaluate[int](menuLinks)); n < 4 {
					t.Errorf("on a desk the menu has %d links", n)
				}
			})
		}
	}
}
