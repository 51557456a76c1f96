package asic

import (
	"strings"

	"okienko/xades/xmltree"
)

const manifestNamespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

// checkManifest compares META-INF/manifest.xml, which nobody signs, with what is
// there (EN 319 162-1 4.4.3.2; OpenDocument 1.2 part 3, 3.2): each data object
// once, nothing else, and the container's own type.
func (c *Container) checkManifest() {
	data, ok := c.content[manifestName]
	if !ok {
		return
	}
	doc, err := xmltree.Parse(data, xmltree.Options{})
	if err != nil {
		c.doubt(CodeManifest, manifestName, err.Error())
		return
	}
	if !doc.Root().Is(manifestNamespace, "manifest") {
		c.doubt(CodeManifest, manifestName, "the root is no manifest")
		return
	}
	c.compareManifest(c.readManifest(doc.Root()))
}

// readManifest returns the media types by full path; of two for one path the first.
func (c *Container) readManifest(root xmltree.Node) map[string]string {
	types := map[string]string{}
	for n := range root.Elements() {
		if !n.Is(manifestNamespace, "file-entry") {
			continue
		}
		name, _ := n.Attr(manifestNamespace, "full-path")
		mediaType, _ := n.Attr(manifestNamespace, "media-type")
		if _, twice := types[name]; twice {
			c.doubt(CodeManifest, name, "the manifest lists it twice")
			continue
		}
		types[name] = mediaType
	}
	return types
}

func (c *Container) compareManifest(types map[string]string) {
	if own, ok := types["/"]; ok && own != c.Type {
		c.doubt(CodeManifest, "/", "the manifest names another type of container")
	}
	delete(types, "/")
	for i, f := range c.Objects {
		mediaType, ok := types[f.Name]
		if !ok {
			c.doubt(CodeManifest, f.Name, "the manifest does not list it")
		}
		c.Objects[i].MediaType = mediaType
		delete(types, f.Name)
	}
	extra := 0
	for name := range types {
		if _, there := c.content[name]; !there && !strings.HasSuffix(name, "/") {
			extra++
		}
	}
	if extra > 0 {
		c.doubt(CodeManifest, "", "the manifest lists what is not there")
	}
}
