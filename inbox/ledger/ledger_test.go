package ledger_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"okienko/inbox"
	"okienko/inbox/ledger"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

const name = "okienko.example/umprzykladowo"

func testLedger(t *testing.T, s *store.Store) (*ledger.Ledger, note.Verifier) {
	t.Helper()
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	signer, err := ledger.NewSigner(name, key)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := ledger.NewVerifier(name, key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return ledger.New(s, signer), verifier
}

func TestEveryLeafOfHundredIsProved(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	log, verifier := testLedger(t, s)
	var roots []tlog.Hash
	for n := range 100 {
		out := storetest.Accept(t, s, storetest.Sample(t, s, fmt.Appendf(nil, "<pismo n='%d'/>", n)))
		proof, err := log.ProofOf(ctx, out.Document)
		if err != nil {
			t.Fatal(err)
		}
		if want := string(store.LogLeaf(*out.Receipt)); string(proof.Leaf) != want || proof.Index != int64(n) {
			t.Fatalf("leaf %d is %s, want %s", proof.Index, proof.Leaf, want)
		}
		roots = append(roots, checkpointRoot(t, log, verifier, int64(n+1)))
	}
	for n := range int64(100) {
		checkLeaf(t, log, verifier, n)
		checkGrowth(t, log, n+1, roots)
	}
}

func checkpointRoot(t *testing.T, log *ledger.Ledger, verifier note.Verifier, want int64) tlog.Hash {
	t.Helper()
	signed, err := log.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	size, root, err := ledger.CheckCheckpoint(signed, verifier)
	if err != nil || size != want {
		t.Fatalf("checkpoint of %d leaves (%v), want %d", size, err, want)
	}
	return root
}

// checkLeaf wants the proof to hold, after a journey as JSON, and to break with
// any part of it.
func checkLeaf(t *testing.T, log *ledger.Ledger, verifier note.Verifier, n int64) {
	t.Helper()
	proof, err := log.Proof(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(proof)
	if err != nil {
		t.Fatal(err)
	}
	var read ledger.Proof
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if err := ledger.Check(read, verifier); err != nil {
		t.Errorf("leaf %d: %v", n, err)
	}
	for what, breakIt := range map[string]func(*ledger.Proof){
		"leaf":       func(p *ledger.Proof) { p.Leaf[12] ^= 1 },
		"index":      func(p *ledger.Proof) { p.Index ^= 1 },
		"path":       func(p *ledger.Proof) { p.Path[0][0] ^= 1 },
		"checkpoint": func(p *ledger.Proof) { p.Checkpoint[len(name)+1] ^= 1 },
	} {
		broken := ledger.Proof{}
		if err := json.Unmarshal(text, &broken); err != nil {
			t.Fatal(err)
		}
		breakIt(&broken)
		if ledger.Check(broken, verifier) == nil {
			t.Errorf("leaf %d is proved with another %s", n, what)
		}
	}
}

func checkGrowth(t *testing.T, log *ledger.Ledger, old int64, roots []tlog.Hash) {
	t.Helper()
	size := int64(len(roots))
	proof, err := log.Consistency(context.Background(), old, size)
	if err != nil {
		t.Fatal(err)
	}
	if err := tlog.CheckTree(proof, size, roots[size-1], old, roots[old-1]); err != nil {
		t.Errorf("log of %d is no beginning of log of %d: %v", old, size, err)
	}
}

func TestEmptyLogHasACheckpointAndNoProof(t *testing.T) {
	log, verifier := testLedger(t, storetest.Open(t))
	checkpointRoot(t, log, verifier, 0)
	for _, index := range []int64{-1, 0, 1} {
		if _, err := log.Proof(context.Background(), index); inbox.ErrorCode(err) != inbox.CodeReceiptNotFound {
			t.Errorf("proof of leaf %d in an empty log: %v", index, err)
		}
	}
	if _, err := log.ProofOf(context.Background(), 1); inbox.ErrorCode(err) != inbox.CodeReceiptNotFound {
		t.Errorf("proof of an unknown document: %v", err)
	}
	if _, err := log.Consistency(context.Background(), 1, 1); inbox.ErrorCode(err) != inbox.CodeRequest {
		t.Errorf("growth of an empty log: %v", err)
	}
}

func TestAnotherLogsCheckpointIsRefused(t *testing.T) {
	s := storetest.Open(t)
	storetest.Accept(t, s, storetest.Sample(t, s, []byte("<pismo/>")))
	log, _ := testLedger(t, s)
	proof, err := log.Proof(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	other := ed25519.NewKeyFromSeed([]byte("another log's seed of 32 octets."))
	for _, who := range []struct {
		name string
		key  ed25519.PrivateKey
	}{{name, other}, {"okienko.example/inny", other}} {
		verifier, err := ledger.NewVerifier(who.name, who.key.Public())
		if err != nil {
			t.Fatal(err)
		}
		if ledger.Check(proof, verifier) == nil {
			t.Errorf("the proof holds under another key of %s", who.name)
		}
	}
}

func TestLogKeyMustBeEd25519AndNamed(t *testing.T) {
	if _, err := ledger.NewSigner(name, &rsa.PrivateKey{}); err != ledger.ErrKey {
		t.Errorf("RSA key: %v", err)
	}
	if _, err := ledger.NewSigner("two words", ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))); err != ledger.ErrKey {
		t.Errorf("name with a space: %v", err)
	}
}
