package store

import (
	"context"
	"strings"

	"okienko/inbox"
)

// letterColumns are what a list reads: all but the report.
const letterColumns = `id, register_year, register_n, box, channel, posted_by, form, subject,
	sender_kind, sender_name, sender_pesel, sender_scheme, sender_certificate,
	arrived, sha256, signed_digest, size, department, state, clerk, due, defects, copy_of, receipt`

const selectLetter = `SELECT ` + letterColumns + `, report FROM letters WHERE id = $1`

const insertLetter = `INSERT INTO letters (id, register_year, register_n, box, channel, posted_by, form, subject,
	sender_kind, sender_name, sender_fold, sender_pesel, sender_scheme, sender_certificate,
	arrived, sha256, signed_digest, size, department, state, clerk, due, defects, copy_of, receipt, report)
	VALUES (:id, :register_year, :register_n, :box, :channel, :posted_by, :form, :subject,
	:sender_kind, :sender_name, :sender_fold, :sender_pesel, :sender_scheme, :sender_certificate,
	:arrived, :sha256, :signed_digest, :size, :department, :state, :clerk, :due, :defects, :copy_of, :receipt, :report)`

type letterRow struct {
	ID                int32  `db:"id"`
	RegisterYear      int    `db:"register_year"`
	RegisterN         int    `db:"register_n"`
	Box               string `db:"box"`
	Channel           string `db:"channel"`
	PostedBy          string `db:"posted_by"`
	Form              string `db:"form"`
	Subject           string `db:"subject"`
	SenderKind        string `db:"sender_kind"`
	SenderName        string `db:"sender_name"`
	SenderFold        string `db:"sender_fold"`
	SenderPESEL       string `db:"sender_pesel"`
	SenderScheme      string `db:"sender_scheme"`
	SenderCertificate string `db:"sender_certificate"`
	Arrived           int64  `db:"arrived"`
	SHA256            []byte `db:"sha256"`
	SignedDigest      []byte `db:"signed_digest"`
	Size              int64  `db:"size"`
	Department        string `db:"department"`
	State             string `db:"state"`
	Clerk             string `db:"clerk"`
	Due               string `db:"due"`
	Defects           string `db:"defects"`
	CopyOf            int32  `db:"copy_of"`
	Receipt           int32  `db:"receipt"`
	Report            []byte `db:"report"`
}

func toLetterRow(l inbox.Letter) (letterRow, error) {
	defects, err := encodeReasons(l.Defects)
	return letterRow{
		ID: l.ID, RegisterYear: l.Number.Year, RegisterN: l.Number.N, Box: l.Box, Channel: string(l.Channel), PostedBy: l.PostedBy,
		Form: l.Form, Subject: l.Subject,
		SenderKind: l.Sender.Kind, SenderName: l.Sender.Name, SenderFold: fold(l.Sender.Name), SenderPESEL: l.Sender.PESEL,
		SenderScheme: l.Sender.Scheme, SenderCertificate: l.Sender.CertificateSHA256,
		Arrived: micros(l.Arrived), SHA256: l.SHA256[:], SignedDigest: nullDigest(l.SignedDigest), Size: l.Size,
		Department: l.Department, State: string(l.State), Clerk: l.Clerk, Due: string(l.Due), Defects: defects,
		CopyOf: l.CopyOf, Receipt: l.ReceiptID, Report: append([]byte{}, l.Report...), // not nil: the column is NOT NULL
	}, err
}

func (r letterRow) letter() (inbox.Letter, error) {
	defects, err := decodeReasons(r.Defects)
	l := inbox.Letter{
		ID: r.ID, Number: inbox.RegisterNumber{Year: r.RegisterYear, N: r.RegisterN},
		Box: r.Box, Channel: inbox.Channel(r.Channel), PostedBy: r.PostedBy, Form: r.Form, Subject: r.Subject,
		Sender: inbox.Sender{Kind: r.SenderKind, Name: r.SenderName, PESEL: r.SenderPESEL, Scheme: r.SenderScheme,
			CertificateSHA256: r.SenderCertificate},
		Arrived: instant(r.Arrived), SHA256: digest(r.SHA256), SignedDigest: digest(r.SignedDigest), Size: r.Size,
		Department: r.Department, State: inbox.LetterState(r.State), Clerk: r.Clerk, Due: inbox.Day(r.Due), Defects: defects,
		CopyOf: r.CopyOf, ReceiptID: r.Receipt,
	}
	if len(r.Report) > 0 {
		l.Report = r.Report
	}
	return l, err
}

// fold makes names comparable without regard to case, Polish letters included.
func fold(name string) string { return strings.ToLower(name) }

// Letter returns a letter, inbox.CodeLetterNotFound when there is none.
func (s *Store) Letter(ctx context.Context, id int32) (inbox.Letter, error) {
	if err := s.usable(); err != nil {
		return inbox.Letter{}, err
	}
	ctx, cancel := s.bounded(ctx)
	defer cancel()
	l, err := findLetter(ctx, s.reader, id)
	return l, failure("letter", err)
}

func findLetter(ctx context.Context, q queryer, id int32) (inbox.Letter, error) {
	var row letterRow
	found, err := get(ctx, q, &row, selectLetter, id)
	if err != nil {
		return inbox.Letter{}, err
	}
	if !found {
		return inbox.Letter{}, letterNotFound(id)
	}
	return row.letter()
}

func letterNotFound(id int32) error {
	return inbox.Errorf(inbox.CodeLetterNotFound, "store: no letter %d", id)
}
