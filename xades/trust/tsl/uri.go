package tsl

// The namespaces of TS 119 612 annex C. Both versions 5 and 6 of the format
// use them.
const (
	Namespace     = "http://uri.etsi.org/02231/v2#"
	nsAdditional  = "http://uri.etsi.org/02231/v2/additionaltypes#"
	nsQualifiers  = "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"
	nsXAdES       = "http://uri.etsi.org/01903/v1.3.2#"
	nsXML         = "http://www.w3.org/XML/1998/namespace"
	listTag       = "http://uri.etsi.org/19612/TSLTag"
	base          = "http://uri.etsi.org/TrstSvc/TrustedList/"
	statusBase    = base + "Svcstatus/"
	extensionBase = base + "SvcInfoExt/"
	serviceBase   = "http://uri.etsi.org/TrstSvc/Svctype/"
)

// Types of lists (TS 119 612 5.3.3).
const (
	TypeEU          = base + "TSLType/EUgeneric"
	TypeListOfLists = base + "TSLType/EUlistofthelists"
)

// MimeTypeXML marks a pointer to a list in XML; lists exist as PDF too.
const MimeTypeXML = "application/vnd.etsi.tsl+xml"

// Types of services that this program asks for (TS 119 612 5.5.1).
const (
	ServiceQualifiedCertificates = serviceBase + "CA/QC"
	ServiceQualifiedTimestamps   = serviceBase + "TSA/QTST"
)

// States of services (TS 119 612 5.5.4): the first since the eIDAS Regulation
// applies, the others of the Directive before it.
const (
	StatusGranted                = statusBase + "granted"
	StatusWithdrawn              = statusBase + "withdrawn"
	StatusUnderSupervision       = statusBase + "undersupervision"
	StatusSupervisionInCessation = statusBase + "supervisionincessation"
	StatusAccredited             = statusBase + "accredited"
)

// What a CA/QC service is granted for (TS 119 612 5.5.9.4).
const (
	ForSignatures = extensionBase + "ForeSignatures"
	ForSeals      = extensionBase + "ForeSeals"
	ForWebsites   = extensionBase + "ForWebSiteAuthentication"
)

// Qualifiers of certificates (TS 119 612 5.5.9.2.3). The SSCD of the Directive
// and the QSCD of the Regulation say the same of a certificate.
const (
	QualifierQualified     = extensionBase + "QCStatement"
	QualifierNotQualified  = extensionBase + "NotQualified"
	QualifierSignature     = extensionBase + "QCForESig"
	QualifierSeal          = extensionBase + "QCForESeal"
	QualifierWebsite       = extensionBase + "QCForWSA"
	QualifierLegalPerson   = extensionBase + "QCForLegalPerson"
	QualifierDevice        = extensionBase + "QCWithQSCD"
	QualifierDeviceOld     = extensionBase + "QCWithSSCD"
	QualifierNoDevice      = extensionBase + "QCNoQSCD"
	QualifierNoDeviceOld   = extensionBase + "QCNoSSCD"
	QualifierAsInCert      = extensionBase + "QCQSCDStatusAsInCert"
	QualifierAsInCertOld   = extensionBase + "QCSSCDStatusAsInCert"
	QualifierDeviceManaged = extensionBase + "QCQSCDManagedOnBehalf"
)
