package inbox

import (
	"errors"
	"fmt"
	"testing"
)

func TestRoute(t *testing.T) {
	departments := []Department{{ID: "or"}, {ID: "so"}}
	box := Box{DefaultDepartment: "or"}
	for form, want := range map[string]string{"so": "so", "": "or", "gone": "or"} {
		if got := Route(form, box, departments); got != want {
			t.Errorf("Route(%q) = %s, want %s", form, got, want)
		}
	}
}

func TestMayReadAndWork(t *testing.T) {
	letter := Letter{Department: "so", PostedBy: "ezd"}
	for _, c := range []struct {
		name       string
		actor      Actor
		read, work bool
	}{
		{"nobody", Actor{}, false, false},
		{"clerk of the department", Actor{Login: "a", Role: RoleClerk, Department: "so"}, true, true},
		{"head of the department", Actor{Login: "a", Role: RoleHead, Department: "so"}, true, true},
		{"clerk of another department", Actor{Login: "a", Role: RoleClerk, Department: "km"}, false, false},
		{"clerk without a department", Actor{Login: "a", Role: RoleClerk}, false, false},
		{"registrar", Actor{Login: "a", Role: RoleRegistrar}, true, true},
		{"auditor", Actor{Login: "a", Role: RoleAuditor}, true, false},
		{"administrator", Actor{Login: "a", Role: RoleAdministrator}, false, false},
		{"integrator who posted it", Actor{Login: "ezd", Role: RoleIntegrator}, true, false},
		{"another integrator", Actor{Login: "ezd2", Role: RoleIntegrator}, false, false},
		{"a clerk who posted it elsewhere", Actor{Login: "ezd", Role: RoleClerk, Department: "km"}, false, false},
	} {
		if got := MayRead(c.actor, letter); got != c.read {
			t.Errorf("%s: MayRead = %v", c.name, got)
		}
		if got := MayWork(c.actor, letter); got != c.work {
			t.Errorf("%s: MayWork = %v", c.name, got)
		}
	}
	if MayRead(Actor{Role: RoleIntegrator}, Letter{}) {
		t.Error("an anonymous letter must not be readable by an actor without a login")
	}
}

func TestClassOf(t *testing.T) {
	for code, want := range map[string]Class{
		"xml.doctype": ClassRefusal, "schema.pattern": ClassRefusal, "form.pesel": ClassRefusal, "signature.digest": ClassRefusal,
		CodeAddressee: ClassRefusal, CodeOversize: ClassTooLarge, "xml.limit-bytes": ClassTooLarge, CodeBoxUnknown: ClassNotFound,
		CodeLetterState: ClassConflict, CodeStorageFull: ClassStorageFull, "nonsense": ClassInternal, "": ClassInternal,
	} {
		if got := ClassOf(code); got != want {
			t.Errorf("ClassOf(%q) = %d, want %d", code, got, want)
		}
	}
	for _, code := range Codes() {
		if ClassOf(code) == ClassInternal && code != CodeInternal && !IsNote(code) {
			t.Errorf("%s has no class", code)
		}
	}
}

func TestErrorCode(t *testing.T) {
	cause := errors.New("connection refused")
	err := fmt.Errorf("accept: %w", &Error{Code: CodeUnavailable, Cause: cause})
	if ErrorCode(err) != CodeUnavailable || !errors.Is(err, cause) {
		t.Errorf("%v: code %s", err, ErrorCode(err))
	}
	if ErrorCode(cause) != CodeInternal || ErrorCode(nil) != "" {
		t.Error("unknown errors are internal, nil has no code")
	}
}

func TestRegisterNumber(t *testing.T) {
	if got := (RegisterNumber{2026, 17}).String(); got != "RPW/2026/17" {
		t.Error(got)
	}
	if got := (RegisterNumber{}).String(); got != "" {
		t.Error(got)
	}
}
