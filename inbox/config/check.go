package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"
)

// segment is what a part of a box address may be, so that an address is a URL
// path as it stands.
var segment = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)

// postcode is a Polish one: the body is a Polish one too.
var postcode = regexp.MustCompile(`^[0-9]{2}-[0-9]{3}$`)

func (c *Config) check() error {
	faults := errors.Join(c.checkFields(), c.checkDepartments(), c.checkTrust(), c.checkPeople())
	if faults == nil {
		return nil
	}
	return faults
}

func (c *Config) checkFields() error {
	var invalid validator.ValidationErrors
	if err := newValidator().Struct(c); !errors.As(err, &invalid) {
		return err
	}
	var faults []error
	for _, fault := range invalid {
		_, setting, _ := strings.Cut(fault.Namespace(), ".")
		faults = append(faults, fmt.Errorf("%s: %s", setting, explain(fault)))
	}
	return errors.Join(faults...)
}

func (c *Config) checkDepartments() error {
	var faults []error
	for i, box := range c.BoxSections {
		known := slices.ContainsFunc(c.DepartmentSections, func(d Department) bool { return d.ID == box.DefaultDepartment })
		if !known {
			faults = append(faults, fmt.Errorf("boxes[%d].default_department: there is no department %q", i, box.DefaultDepartment))
		}
	}
	return errors.Join(faults...)
}

// checkTrust refuses a seal that would match nothing, or whatever bears a name,
// and evidence that would be fetched for nobody.
func (c *Config) checkTrust() error {
	var faults []error
	if c.Trust.FetchRevocation && !c.Trust.RequireRevocation {
		faults = append(faults, errors.New("trust.fetch_revocation: without require_revocation no letter waits for evidence"))
	}
	for i, seal := range c.Trust.Seals {
		bySubject := seal.CommonName != "" || seal.OrganizationIdentifier != "" || len(seal.Issuers) > 0
		switch {
		case bySubject && (seal.CommonName == "" || len(seal.Issuers) == 0):
			faults = append(faults, fmt.Errorf("trust.seals[%d]: a seal known by its subject needs common_name and issuers", i))
		case !bySubject && len(seal.Certificates) == 0:
			faults = append(faults, fmt.Errorf("trust.seals[%d]: give certificates, or common_name and issuers", i))
		}
	}
	return errors.Join(faults...)
}

func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(settingName)
	rules := map[string]func(string) bool{
		"segment":  segment.MatchString,
		"postcode": postcode.MatchString,
		"origin":   isOrigin,
		"database": isDatabase,
		"address":  IsAddress,
	}
	for tag, rule := range rules {
		err := v.RegisterValidation(tag, func(f validator.FieldLevel) bool { return rule(f.Field().String()) })
		if err != nil {
			panic(err) // a tag of this file is malformed
		}
	}
	v.RegisterCustomTypeFunc(func(v reflect.Value) any { return time.Duration(v.Int()) }, Duration(0))
	return v
}

// IsAddress reports whether a text is host:port. Port 0 is one too: it lets the
// system choose.
func IsAddress(text string) bool {
	_, port, err := net.SplitHostPort(text)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}

func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && u.User == nil && (u.Path == "" || u.Path == "/") && u.RawQuery == "" && u.Fragment == ""
}

func isDatabase(text string) bool {
	scheme, rest, _ := strings.Cut(text, ":")
	return rest != "" && slices.Contains([]string{"sqlite", "postgres", "postgresql"}, scheme)
}

// explain says what a setting must be, for the tags of config.go.
func explain(fault validator.FieldError) string {
	switch fault.Tag() {
	case "required":
		return "is missing"
	case "oneof":
		return fmt.Sprintf("%q is not one of: %s", fault.Value(), strings.ReplaceAll(fault.Param(), " ", ", "))
	case "min", "max":
		return fmt.Sprintf("%v is outside the limits (%s %s)", measured(fault), fault.Tag(), fault.Param())
	case "unique":
		return "two entries have the same " + strings.ToLower(fault.Param())
	case "segment":
		return fmt.Sprintf("%q may have only letters a-z, digits, dot, hyphen and underscore", fault.Value())
	case "postcode":
		return fmt.Sprintf("%q is not of the form 00-001", fault.Value())
	case "origin", "http_url":
		return fmt.Sprintf("%q is not of the form https://host", fault.Value())
	case "address":
		return fmt.Sprintf("%q is not of the form host:port", fault.Value())
	case "cidr":
		return fmt.Sprintf("%q is not a network such as 10.0.0.0/8", fault.Value())
	case "email":
		return fmt.Sprintf("%q is no e-mail address", fault.Value())
	case "database":
		return "must be sqlite:PATH or postgres://…" // never the value: it may hold a password
	}
	return fmt.Sprintf("does not satisfy %s", fault.Tag())
}

func measured(fault validator.FieldError) any {
	if text, ok := fault.Value().(string); ok {
		return len([]rune(text))
	}
	if value := reflect.ValueOf(fault.Value()); value.Kind() == reflect.Slice {
		return value.Len()
	}
	return fault.Value()
}
