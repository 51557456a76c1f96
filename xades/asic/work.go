package asic

import (
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// What the signatures of a container ask for is counted before it is done, in
// octets digested by SHA-256. Within one document dsig bounds the work; here
// documents are many, and each may have the same content digested anew.
const (
	uriSHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"

	// hashWork: SHA3-512, the slowest digest of the closed list, against SHA-256.
	hashWork = 4
	// transformWork: parsing and canonicalising, against SHA-256.
	transformWork = 8
	// workFactor: so many documents of signatures over everything may stand
	// beside one another; more than MaxSignatureFiles, so that plain ones all fit.
	workFactor = 40
	// workFloor costs 8 ms, and lets small containers have anything.
	workFloor = 16 << 20
)

// affordable counts a document's work against that of the container.
func (v *verification) affordable(root xmltree.Node) bool {
	cost := v.cost(root)
	if cost > v.left {
		return false
	}
	v.left -= cost
	return true
}

// budget is the work that the container is worth.
func (c *Container) budget() int { return workFactor*c.total() + workFloor }

// total is the length of all that the container holds.
func (c *Container) total() int {
	total := 0
	for _, f := range c.files {
		total += len(f.Data)
	}
	return total
}

// cost is the work a document asks for: each reference to the container's
// content, once for each way to digest it, and all of them again for each
// time-stamp over content. Beyond what is left nothing more is counted.
func (v *verification) cost(root xmltree.Node) int {
	cost, stamps := 0, 0
	counted := map[string]bool{}
	for n := root; !n.IsZero() && cost <= v.left; n = n.Next() {
		switch {
		case n.Is(dsig.Namespace, "Reference"):
			if way := wayToDigest(n); !counted[way] {
				counted[way] = true
				cost += v.referenceCost(n)
			}
		case isContentStamp(n.Local()):
			stamps++
		}
	}
	return cost * (1 + stamps)
}

func isContentStamp(local string) bool {
	return local == "ArchiveTimeStamp" || local == "AllDataObjectsTimeStamp" || local == "IndividualDataObjectsTimeStamp"
}

// wayToDigest is equal for references that are digested once.
func wayToDigest(reference xmltree.Node) string {
	uri, _ := reference.Attr("", "URI")
	method, _ := reference.Child(dsig.Namespace, "DigestMethod").Attr("", "Algorithm")
	chain := ""
	if transforms := reference.Child(dsig.Namespace, "Transforms"); !transforms.IsZero() {
		start, end := transforms.Range()
		chain = string(reference.Document().Text()[start:end])
	}
	return uri + "\n" + method + "\n" + chain
}

func (v *verification) referenceCost(reference xmltree.Node) int {
	uri, _ := reference.Attr("", "URI")
	content, ok := v.content[nameOf(uri)]
	if !ok {
		return 0
	}
	weight := 1
	if method, _ := reference.Child(dsig.Namespace, "DigestMethod").Attr("", "Algorithm"); method != uriSHA256 {
		weight = hashWork
	}
	if transforms := reference.Child(dsig.Namespace, "Transforms"); !transforms.IsZero() {
		for range transforms.Elements() {
			weight += transformWork
		}
	}
	return weight * len(content)
}
