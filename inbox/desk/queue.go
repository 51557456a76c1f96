package desk

import (
	"context"

	"okienko/inbox"
)

const (
	defaultPage = 50
	largestPage = 200 // what the store gives at once
)

// Queue lists letters the actor may read, narrowed by the filter, without their
// Report. next is the cursor of the following page, 0 when this is the last; by due
// day, the day of the last letter goes with it.
//
// Clerks and heads see their department, registrars and auditors every one,
// residents what they wrote, integrators what they posted; anybody else
// inbox.CodeForbidden.
func (d *Desk) Queue(ctx context.Context, a inbox.Actor, f Filter) (letters []inbox.Letter, next int32, err error) {
	possible, err := narrow(a, &f)
	if err != nil || !possible {
		return nil, 0, err
	}
	if f.Limit <= 0 {
		f.Limit = defaultPage
	}
	f.Limit = min(f.Limit, largestPage)
	letters, err = d.store.Letters(ctx, f)
	if err != nil || len(letters) < f.Limit {
		return letters, 0, err
	}
	last := letters[len(letters)-1]
	more, err := d.follows(ctx, f, last)
	if err != nil || !more {
		return letters, 0, err
	}
	return letters, last.ID, nil
}

// narrow cuts a filter down to what the actor may read; possible is false when
// nothing is left of it.
func narrow(a inbox.Actor, f *Filter) (possible bool, err error) {
	switch a.Role {
	case inbox.RoleClerk, inbox.RoleHead:
		if a.Department == "" || f.Department != "" && f.Department != a.Department {
			return false, nil
		}
		f.Department = a.Department
		return true, nil
	case inbox.RoleRegistrar, inbox.RoleAuditor:
		return true, nil
	case inbox.RoleResident:
		f.WrittenBy = &a
		return a.Login != "" || a.PESEL != "", nil
	case inbox.RoleIntegrator:
		if a.Login == "" || f.PostedBy != "" && f.PostedBy != a.Login {
			return false, nil
		}
		f.PostedBy = a.Login
		return true, nil
	}
	return false, inbox.Errorf(inbox.CodeForbidden, "role %q has no queue", a.Role)
}

// follows looks for one letter behind the page, so that a full last page does
// not promise another one.
func (d *Desk) follows(ctx context.Context, f Filter, last inbox.Letter) (bool, error) {
	f.After, f.AfterDue, f.Limit = last.ID, last.Due, 1
	letters, err := d.store.Letters(ctx, f)
	return len(letters) > 0, err
}
