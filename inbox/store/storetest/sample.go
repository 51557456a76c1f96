package storetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Box is where samples go when a test does not care.
const Box = "/umprzykladowo/skrytka"

// Arrived is when they arrive.
var Arrived = time.Date(2026, 3, 2, 9, 15, 0, 123456000, time.UTC)

// Sample makes an acceptance of raw bytes with ids drawn from the store. The
// sender is clearly a test person.
func Sample(t testing.TB, s *store.Store, raw []byte) store.Acceptance {
	t.Helper()
	document, receipt := DrawID(t, s), DrawID(t, s)
	return Acceptance(document, receipt, raw)
}

// Acceptance makes an acceptance with the ids given.
func Acceptance(document, receipt int32, raw []byte) store.Acceptance {
	sum := sha256.Sum256(raw)
	return store.Acceptance{
		Submission: inbox.Submission{Document: document, Box: Box, Channel: inbox.REST, PostedBy: "system-testowy",
			Arrived: Arrived, SHA256: sum, Size: int64(len(raw)), State: inbox.Accepted},
		Letter: inbox.Letter{ID: document, Box: Box, Channel: inbox.REST, PostedBy: "system-testowy",
			Form: "pismo-ogolne/4566", Subject: "Wniosek testowy",
			Sender: inbox.Sender{Kind: "trusted-profile", Name: "Anna Testowa", PESEL: "44051401458",
				Scheme: "profil testowy", CertificateSHA256: fmt.Sprintf("%064x", 7)},
			Arrived: Arrived, SHA256: sum, SignedDigest: sha256.Sum256(append([]byte("signed "), raw...)), Size: int64(len(raw)),
			Department: "so", State: inbox.Queued, Due: "2026-04-02",
			Defects: []inbox.Reason{{Code: "signature.old", Line: 3, Column: 7, Path: "/a/b", Args: map[string]string{"days": "9"}}},
			Report:  []byte(`{"indication":"TOTAL-PASSED"}`), ReceiptID: receipt},
		Receipt: inbox.Receipt{ID: receipt, Kind: inbox.UPP, Document: document, Made: Arrived.Add(time.Second),
			Bytes: fmt.Appendf(nil, "<UPP document=%q receipt=%q/>", fmt.Sprint(document), fmt.Sprint(receipt))},
		Raw: raw,
	}
}

// At moves an acceptance to another instant of arrival.
func At(a store.Acceptance, arrived time.Time) store.Acceptance {
	a.Submission.Arrived, a.Letter.Arrived = arrived, arrived
	return a
}

// Held makes a submission to hold or refuse, with a document id of its own.
func Held(t testing.TB, s *store.Store, raw []byte) inbox.Submission {
	t.Helper()
	return inbox.Submission{Document: DrawID(t, s), Box: Box, Channel: inbox.SOAP, PostedBy: "system-testowy", Arrived: Arrived,
		SHA256: sha256.Sum256(raw), Size: int64(len(raw)), State: inbox.Held,
		Reasons: []inbox.Reason{{Code: "certificate.revocation-unknown"}}}
}

// DrawID draws an id.
func DrawID(t testing.TB, s *store.Store) int32 {
	t.Helper()
	id, err := s.DrawID(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Accept commits an acceptance.
func Accept(t testing.TB, s *store.Store, a store.Acceptance) inbox.Outcome {
	t.Helper()
	out, err := s.Accept(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
