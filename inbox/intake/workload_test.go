package intake

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestWorkload(t *testing.T) {
	const most, size, letters = 100, 30, 200
	w := newWorkload(most)
	var now, peak atomic.Int64
	var wg sync.WaitGroup
	for range letters {
		wg.Go(func() {
			done := w.begin(size)
			for n := now.Add(size); ; {
				old := peak.Load()
				if n <= old || peak.CompareAndSwap(old, n) {
					break
				}
			}
			now.Add(-size)
			done()
		})
	}
	wg.Wait()
	if peak.Load() > most || w.taken != 0 {
		t.Errorf("peak %d of %d, %d left", peak.Load(), most, w.taken)
	}
	w.begin(10 * most)() // larger than the bound: alone it gets through
}
