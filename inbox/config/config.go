// Package config reads the configuration file of an installation: one JSON
// object, strict. It gives plain data; certificates and keys are files that it
// names and package keys loads.
package config

// Config is the whole configuration. Every field is commented with its default;
// a field without a default is required. Paths are relative to the folder of
// the configuration file and absolute once loaded.
type Config struct {
	// Listen is the public address, host:port. Default "127.0.0.1:8080".
	Listen string `json:"listen" validate:"required,address"`
	// AdminListen is where /metrics is served. Default "", which serves none;
	// give a loopback address such as "127.0.0.1:9090".
	AdminListen string `json:"admin_listen" validate:"omitempty,address"`
	// PublicURL is how residents reach this installation, without a path.
	// Default "http://" and Listen.
	PublicURL string `json:"public_url" validate:"required,http_url,origin"`
	// DataDir holds what the program writes. Default "data".
	DataDir string `json:"data_dir" validate:"required"`
	// Database is sqlite:PATH or postgres://… . Default "sqlite:okienko.db" in DataDir.
	Database string `json:"database" validate:"required,database"`
	// FormsDir holds further forms, as folders FORM/VERSION; it is read again at
	// SIGHUP. Default "", none but the built-in ones.
	FormsDir string `json:"forms_dir"`

	EntitySection      Entity       `json:"entity"`
	DepartmentSections []Department `json:"departments" validate:"required,min=1,unique=ID,dive"`
	BoxSections        []Box        `json:"boxes" validate:"required,min=1,unique=Name,dive"`
	ReceiptSeal        Seal         `json:"receipt_seal"`
	Trust              Trust        `json:"trust"`
	// RequireStaffTOTP lets people of the office in with a second factor only; who
	// has none sets one up when signing in. It needs no trusted_profile. Default false.
	RequireStaffTOTP bool           `json:"require_staff_totp"`
	TrustedProfile   TrustedProfile `json:"trusted_profile"`
	Mail             Mail           `json:"mail"`
	// SignIns are OpenID Connect providers that residents and staff may sign in
	// with, each at an account that is linked to it. Default none.
	SignIns  []SignIn `json:"sign_ins" validate:"unique=ID,unique=Issuer,dive"`
	Log      Log      `json:"log"`
	Limits   Limits   `json:"limits"`
	Timeouts Timeouts `json:"timeouts"`
}

// Entity is the public body.
type Entity struct {
	ID      string   `json:"id" validate:"required,max=64,segment"` // first part of every box address
	Name    string   `json:"name" validate:"required,max=300"`      // full name, as the receipt states it
	Aliases []string `json:"aliases" validate:"dive,required"`      // other names letters use for it. Default none
	REGON   string   `json:"regon" validate:"omitempty,numeric"`    // default ""
	NIP     string   `json:"nip" validate:"omitempty,numeric"`      // default ""
	// The address, which forms and letters of the office state. Each part may be
	// left out; default "".
	Street   string `json:"street" validate:"max=200"`              // "Rynek"; a village without streets has none
	House    string `json:"house" validate:"max=50"`                // "1"
	Postcode string `json:"postcode" validate:"omitempty,postcode"` // "00-001"
	Town     string `json:"town" validate:"max=200"`                // "Przykładowo"
}

// Department is one part of the body with a queue.
type Department struct {
	ID   string `json:"id" validate:"required,max=64,segment"`
	Name string `json:"name" validate:"required,max=300"`
}

// Box is an address letters are sent to.
type Box struct {
	Name              string `json:"name" validate:"required,max=64,segment"` // last part of the address
	Title             string `json:"title" validate:"max=300"`                // for people. Default: Name
	DefaultDepartment string `json:"default_department"`                      // default: the first department
	Policy            Policy `json:"policy"`
}

// Policy is what a box allows, and what a defect means there: "refuse",
// "accept" (with the defect listed for the clerk) or "hold" (judged again later).
type Policy struct {
	MaxBytes          int64    `json:"max_bytes" validate:"min=1024,max=157286400"`                   // largest letter, octets. Default: limits.max_letter_bytes
	Anonymous         bool     `json:"anonymous"`                                                     // take letters from senders without an account. Default false
	Forms             []string `json:"forms" validate:"dive,required"`                                // names of the forms taken. Default: all
	MissingSignature  string   `json:"missing_signature" validate:"oneof=refuse accept hold"`         // default "refuse"
	UnknownIssuer     string   `json:"unknown_issuer" validate:"oneof=refuse accept hold"`            // default "refuse"
	NoRevocation      string   `json:"no_revocation_evidence" validate:"oneof=refuse accept hold"`    // default "refuse"
	MissingAttachment string   `json:"missing_attachment" validate:"oneof=refuse accept hold"`        // default "refuse"
	SignerKind        string   `json:"signature_of_another_kind" validate:"oneof=refuse accept hold"` // default "refuse"
}

// Seal names the files of the receipt seal, or its token.
type Seal struct {
	Key          string `json:"key" validate:"required"` // PEM, PKCS#12 (.p12, .pfx), or a PKCS#11 URI with module-path
	Certificate  string `json:"certificate"`             // PEM. Default: what Key holds
	Chain        string `json:"chain"`                   // PEM, intermediates and root. Default: what Certificate or Key holds
	PasswordFile string `json:"password_file"`           // first line opens a PKCS#12 file, or is the PIN of a token. Default "", an empty password
}

// Trust is what signatures of letters are believed under.
type Trust struct {
	Anchors []Anchor      `json:"anchors" validate:"dive"` // default none: no signature is believed
	Seals   []TrustedSeal `json:"seals" validate:"dive"`   // default none: no trusted-profile signature is believed
	// Lists are trusted lists that the server fetches every day, and believes from
	// then on without a restart. Default none.
	Lists []TrustedList `json:"lists" validate:"unique=URL,dive"`
	// RequireRevocation wants fresh evidence, in the letter, in EvidenceDir or
	// fetched, that a signer's certificate was not revoked; what its absence means
	// is each box's no_revocation_evidence. Default false.
	RequireRevocation bool `json:"require_revocation"`
	// FetchRevocation asks the responders and publishers of CRLs that certificates
	// of held letters name, and judges the letters again; the sender of a letter
	// never waits for it. It needs RequireRevocation, and does something where
	// no_revocation_evidence is "hold". Default false.
	FetchRevocation bool `json:"fetch_revocation"`
	// FetchPrivate lets Lists and FetchRevocation dial loopback, private and other
	// addresses that are not of the public network. Default false.
	FetchPrivate bool `json:"fetch_private"`
	// EvidenceDir is a folder of CRLs (.crl) and OCSP answers (.ocsp), PEM or DER,
	// that another program keeps fresh; it is read anew every minute. Default "", none.
	EvidenceDir string `json:"evidence_dir"`
}

// Anchor is a file of certificates the operator trusts.
type Anchor struct {
	File string `json:"file" validate:"required"`                          // PEM, or a trusted list (TSL, XML)
	Kind string `json:"kind" validate:"oneof=qualified personal advanced"` // what signatures under it are. Default "advanced"
}

// TrustedList is a trusted list of a territory, or the list of the lists, which
// leads to those (ETSI TS 119 612). Its kind stands in it, and says itself of
// what kind signatures are.
type TrustedList struct {
	URL     string   `json:"url" validate:"required,http_url"`
	Signers []string `json:"signers" validate:"required,min=1,dive,required"` // PEM: certificates of which one signs the list
	// Territories are codes such as "PL", whose lists to take from a list of the
	// lists. Default: all it points to.
	Territories []string `json:"territories" validate:"dive,required"`
}

// TrustedSeal is a trusted-profile seal: exactly these certificates, or those with
// this subject below these issuers.
type TrustedSeal struct {
	Scheme                 string   `json:"scheme" validate:"required,max=200"` // shown to people
	Certificates           []string `json:"certificates" validate:"dive,required"`
	OrganizationIdentifier string   `json:"organization_identifier"`
	CommonName             string   `json:"common_name"`
	Issuers                []string `json:"issuers" validate:"dive,required"`
}

// Log says what is logged and how.
type Log struct {
	Level  string `json:"level" validate:"oneof=debug info warn error"` // default "info"
	Format string `json:"format" validate:"oneof=text json"`            // default "text"
}

// Limits are the quotas of the installation.
type Limits struct {
	// MaxLetterBytes is the limit of boxes that name none. Default 5242880 (5 MB).
	MaxLetterBytes int64 `json:"max_letter_bytes" validate:"min=1024,max=157286400"`
	// RequestsPerMinute is how many requests one address may make. Default 600.
	RequestsPerMinute int `json:"requests_per_minute" validate:"min=1"`
	// BytesPerMinute is how much one address may send. Default 536870912 (512 MB).
	BytesPerMinute int64 `json:"bytes_per_minute" validate:"min=1048576"`
	// Unlimited are networks whose addresses have no quota. Default the loopback ones.
	Unlimited []string `json:"unlimited" validate:"dive,cidr"`
	// TrustedProxies are networks whose X-Forwarded-For is believed. Default none.
	TrustedProxies []string `json:"trusted_proxies" validate:"dive,cidr"`
	// FreeDiskFloor closes the intake when the disk of DataDir has less room, octets. Default 1073741824 (1 GB).
	FreeDiskFloor int64 `json:"free_disk_floor" validate:"min=0"`
}

// Timeouts bound how long a connection may hold the server.
type Timeouts struct {
	Header   Duration `json:"header" validate:"min=1s"`   // until the request header is there. Default "10s"
	Body     Duration `json:"body" validate:"min=1s"`     // of a body that stands still. Default "30s"
	Idle     Duration `json:"idle" validate:"min=1s"`     // of a connection between requests. Default "2m"
	StopWait Duration `json:"stop_wait" validate:"min=0"` // unready but serving before a stop, for load balancers. Default "0s"
	Stop     Duration `json:"stop" validate:"min=1s"`     // for requests in flight at a stop. Default "30s"
}
