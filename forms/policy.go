package forms

import (
	"errors"
	"fmt"
	"strings"
)

// faults lists what in a policy the intake could not follow.
func (p Policy) faults(root string) (faults []error) {
	for _, kind := range p.Signers {
		switch kind {
		case "qualified", "trusted-profile", "personal", "advanced":
		default:
			faults = append(faults, fmt.Errorf("policy.signers: %q is no kind of signature", kind))
		}
	}
	switch p.OldSignature {
	case "flag", "refuse":
	default:
		faults = append(faults, fmt.Errorf("policy.old_signature: %q is neither flag nor refuse", p.OldSignature))
	}
	if p.Department == "" {
		faults = append(faults, errors.New("policy.department is empty"))
	}
	if p.Addressee != "" && !strings.HasPrefix(p.Addressee, root+"/") {
		faults = append(faults, fmt.Errorf("policy.addressee: %q does not start at %s/", p.Addressee, root))
	}
	if err := p.termFault(); err != nil {
		faults = append(faults, err)
	}
	for _, what := range p.Attachments {
		if strings.TrimSpace(what) == "" {
			faults = append(faults, errors.New("policy.required_attachments: an empty text"))
		}
	}
	return faults
}

func (p Policy) termFault() error {
	switch {
	case p.DueDays < 0 || p.DueMonths < 0 || p.MaxSignatureAge < 0:
		return errors.New("policy: a term is negative")
	case p.DueDays > 0 && p.DueMonths > 0:
		return errors.New("policy: due_days and due_months exclude each other")
	case p.DueDays == 0 && p.DueMonths == 0:
		return errors.New("policy: neither due_days nor due_months")
	}
	return nil
}
