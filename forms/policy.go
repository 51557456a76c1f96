package forms

import (
	"errors"
	"fmt"
	"strings"
)

// check refuses a policy that the intake could not follow.
func (p Policy) check(root string) error {
	for _, kind := range p.Signers {
		switch kind {
		case "qualified", "trusted-profile", "personal", "advanced":
		default:
			return fmt.Errorf("policy.signers: %q is no kind of signature", kind)
		}
	}
	switch p.OldSignature {
	case "flag", "refuse":
	default:
		return fmt.Errorf("policy.old_signature: %q is neither flag nor refuse", p.OldSignature)
	}
	if p.Department == "" {
		return errors.New("policy.department is empty")
	}
	if p.Addressee != "" && !strings.HasPrefix(p.Addressee, root+"/") {
		return fmt.Errorf("policy.addressee: %q does not start at %s/", p.Addressee, root)
	}
	return p.checkTerms()
}

func (p Policy) checkTerms() error {
	switch {
	case p.DueDays < 0 || p.DueMonths < 0 || p.MaxSignatureAge < 0:
		return errors.New("policy: a term is negative")
	case p.DueDays > 0 && p.DueMonths > 0:
		return errors.New("policy: due_days and due_months exclude each other")
	case p.DueDays == 0 && p.DueMonths == 0:
		return errors.New("policy: neither due_days nor due_months")
	}
	for _, what := range p.Attachments {
		if strings.TrimSpace(what) == "" {
			return errors.New("policy.required_attachments: an empty text")
		}
	}
	return nil
}
