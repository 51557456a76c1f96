package xmltree

import "hash/maphash"

// hashTable is an open-addressing table of numbers. The keys stand elsewhere,
// so that a million Ids or a hundred thousand names cost a slot of 8 bytes each
// and no string. The seed is the process's own: nobody can choose keys that collide.
type hashTable struct {
	seed  maphash.Seed
	slots []slot // a power of two, at most three quarters used
	used  int
}

// slot is the key's hash above and its number plus one below; 0 is empty.
type slot uint64

func (s slot) number() int32 { return int32(uint32(s)) - 1 }
func (s slot) hash() uint32  { return uint32(s >> 32) }

func newHashTable(slots int) hashTable {
	return hashTable{seed: maphash.MakeSeed(), slots: make([]slot, slots)}
}

func (t *hashTable) clear() {
	clear(t.slots)
	t.used = 0
}

func (t *hashTable) hash(key []byte) uint32 { return uint32(maphash.Bytes(t.seed, key)) }

// at returns the slot to look at; the search for a hash begins at i = hash and
// goes on with i+1 until an empty one.
func (t *hashTable) at(i uint32) slot { return t.slots[i&uint32(len(t.slots)-1)] }

// add stores a number whose key is not in the table.
func (t *hashTable) add(hash uint32, number int32) {
	if 4*t.used >= 3*len(t.slots) {
		t.grow()
	}
	t.used++
	t.put(slot(hash)<<32 | slot(number+1))
}

func (t *hashTable) put(s slot) {
	mask := uint32(len(t.slots) - 1)
	for i := s.hash(); ; i++ {
		if t.slots[i&mask] == 0 {
			t.slots[i&mask] = s
			return
		}
	}
}

func (t *hashTable) grow() {
	old := t.slots
	t.slots = make([]slot, max(64, 2*len(old)))
	for _, s := range old {
		if s != 0 {
			t.put(s)
		}
	}
}
