package forms

import (
	"sync"
	"testing"
	"testing/fstest"
)

// TestReplaceIsAllAtOnce: while forms are exchanged, every look at the
// catalogue finds either all the old ones or all the new ones, and a form once
// found stays whole.
func TestReplaceIsAllAtOnce(t *testing.T) {
	load := func(own fstest.MapFS) *Catalogue {
		c, err := EmbeddedWith(own)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	own := asOwn(t, "skarga-wniosek", "1")
	without, with := load(fstest.MapFS{}), load(own)
	few, many := len(without.Forms()), len(with.Forms())
	c := load(fstest.MapFS{})
	root := parse(t, string(own["own/1/"+sampleFile].Data))

	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if n := len(c.Forms()); n != few && n != many {
					t.Errorf("%d forms", n)
					return
				}
				if f, ok := c.Match(root); ok && (f.Name != "own" || f.Schema == nil) {
					t.Errorf("half a form: %+v", f)
					return
				}
			}
		})
	}
	for range 2000 {
		c.Replace(with)
		c.Replace(without)
	}
	close(done)
	readers.Wait()
	if _, ok := c.Match(root); ok || len(c.Forms()) != few {
		t.Error("the last replacement does not hold")
	}
	if c.Replace(with); len(c.Forms()) != many {
		t.Error("the forms are not there")
	}
	f, ok := c.Match(root)
	c.Replace(without)
	if !ok || f.Validate(root) != nil {
		t.Error("a form found before it was taken away judges no longer")
	}
}
