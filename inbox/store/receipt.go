package store

import (
	"context"

	"okienko/inbox"
)

const selectReceipt = `SELECT id, kind, document, made, bytes FROM receipts WHERE document = $1`

const insertReceipt = `INSERT INTO receipts (id, kind, document, made, bytes) VALUES (:id, :kind, :document, :made, :bytes)`

type receiptRow struct {
	ID       int32  `db:"id"`
	Kind     string `db:"kind"`
	Document int32  `db:"document"`
	Made     int64  `db:"made"`
	Bytes    []byte `db:"bytes"`
}

func toReceiptRow(r inbox.Receipt) receiptRow {
	return receiptRow{ID: r.ID, Kind: string(r.Kind), Document: r.Document, Made: micros(r.Made), Bytes: r.Bytes}
}

func (r receiptRow) receipt() inbox.Receipt {
	return inbox.Receipt{ID: r.ID, Kind: inbox.ReceiptKind(r.Kind), Document: r.Document, Made: instant(r.Made), Bytes: r.Bytes}
}

// ReceiptOf returns the receipt or refusal of a document id,
// inbox.CodeReceiptNotFound when there is none.
func (s *Store) ReceiptOf(ctx context.Context, document int32) (inbox.Receipt, error) {
	var row receiptRow
	found, err := s.find(ctx, "receipt", &row, selectReceipt, document)
	if err == nil && !found {
		err = receiptNotFound(document)
	}
	if err != nil {
		return inbox.Receipt{}, err
	}
	return row.receipt(), nil
}

func receiptNotFound(document int32) error {
	return inbox.Errorf(inbox.CodeReceiptNotFound, "store: no receipt of document %d", document)
}
