package xades

// The levels this package tells apart (EN 319 132-1 6.3; TS 101 903 knows them
// by other names).
const (
	LevelXMLDSIG = "XMLDSIG" // a signature without sound SignedProperties
	LevelBB      = "B-B"
	LevelBT      = "B-T"   // and a signature time-stamp
	LevelBLT     = "B-LT"  // and the material to validate it offline
	LevelBLTA    = "B-LTA" // and an archive time-stamp over that
)

// judgeLevel says what the signature carries, as far as it is what it seems: a
// time-stamp that verifies, evidence that is about the signer. Like the
// cryptographic verdict it does not depend on whom the caller trusts.
func (j *judgement) judgeLevel() {
	if j.out.Level != LevelBB {
		return
	}
	switch {
	case !j.carries(stampSignature):
	case !j.carriesMaterial():
		j.out.Level = LevelBT
	case !j.carriesArchive():
		j.out.Level = LevelBLT
	default:
		j.out.Level = LevelBLTA
	}
}

func (j *judgement) carries(kind string) bool {
	for _, t := range j.tokens {
		if t.kind == kind && t.sound {
			return true
		}
	}
	return false
}

// carriesArchive wants a time-stamp of XAdES 1.4.1: EN 319 132-1 knows no other.
func (j *judgement) carriesArchive() bool {
	for _, t := range j.tokens {
		if t.kind == stampArchive && t.node.Parent().Space() == ns141 && t.sound {
			return true
		}
	}
	return false
}
