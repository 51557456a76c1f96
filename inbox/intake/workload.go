package intake

import "sync"

// maxWork bounds the octets of all letters being judged at once. Judging costs
// up to some ten times a hostile letter's size, so 64 MB of letters stay below
// 700 MB of memory; an ordinary letter costs little beside itself.
const maxWork = 64 << 20

// workload lets letters be judged as long as their sizes together stay within a
// bound; the others wait. One letter alone always gets through.
type workload struct {
	mu    sync.Mutex
	room  *sync.Cond
	most  int64
	taken int64
}

func newWorkload(most int64) *workload {
	w := &workload{most: most}
	w.room = sync.NewCond(&w.mu)
	return w
}

// begin waits for room and takes it; the returned function gives it back.
func (w *workload) begin(size int64) (done func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.taken > 0 && w.taken+size > w.most {
		w.room.Wait()
	}
	w.taken += size
	return func() {
		w.mu.Lock()
		w.taken -= size
		w.mu.Unlock()
		w.room.Broadcast()
	}
}
