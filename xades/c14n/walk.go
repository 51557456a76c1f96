package c14n

import (
	"io"
	"sync"

	"okienko/xades/xmltree"
)

// walker writes one canonical form. It goes through the nodes in document
// order and keeps the elements written and still open on a stack; nothing recurses.
type walker struct {
	output
	opt  Options
	set  nodeSet
	open []openElement
	namespaces
	attributes
	selected selected
}

// The work of Options.Spend, at 2 to 3 ns for a unit.
const (
	workPerAncestor = 4
	workToFind      = 5  // for each attribute looked through
	workToDeclare   = 24 // for each declaration
	workToSort      = 4  // for each of a list and each doubling of its length
	workToJoin      = 2  // for each octet of a URI reference
)

func (c *walker) spend(work int) error {
	if c.opt.Spend == nil {
		return nil
	}
	return c.opt.Spend(work)
}

// openElement is an element whose end tag is still to be written.
type openElement struct {
	node xmltree.Node
	end  int // Order after its last descendant
	undo int // length of the namespaces' undo list before it
}

func write(w io.Writer, apex xmltree.Node, opt Options, set nodeSet) error {
	c := walkers.Get().(*walker)
	defer c.release()
	c.w, c.source = w, apex.Document().Text()
	c.opt, c.set, c.selected.set, c.listed = opt, set, opt.Set, listed(opt)
	if err := c.walk(apex); err != nil {
		return err
	}
	return c.flush()
}

// walkers are used again: a signature asks for three canonical forms and more,
// most of them shorter than the room that a walker needs.
var walkers = sync.Pool{New: func() any {
	return &walker{output: output{buf: make([]byte, 0, bufferSize)}, namespaces: namespaces{rendered: map[string]string{}}}
}}

// release gives a walker back, without anything of the document it walked.
func (c *walker) release() {
	clear(c.rendered)
	*c = walker{
		output:     output{buf: c.buf[:0]},
		open:       emptied(c.open),
		namespaces: namespaces{rendered: c.rendered, undo: emptied(c.undo), pending: emptied(c.pending), context: emptied(c.context)},
		attributes: attributes{emptied(c.list), emptied(c.order)},
	}
	walkers.Put(c)
}

// emptied keeps the room of a list for the next document, but not that of an
// unusual one.
func emptied[T any](list []T) []T {
	if cap(list) > 256 {
		return nil
	}
	clear(list[:cap(list)])
	return list[:0]
}

func (c *walker) walk(apex xmltree.Node) error {
	end := apex.End()
	for n := apex; !n.IsZero() && n.Order() < end && c.err == nil; {
		c.closeBefore(n.Order())
		chosen := keep
		if c.set != nil {
			chosen = c.set(n)
		}
		if chosen == prune {
			n = after(n)
			continue
		}
		if chosen == keep {
			if err := c.node(n); err != nil {
				return err
			}
		} else if chosen == apart {
			if err := c.selectedNode(n); err != nil {
				return err
			}
		}
		n = n.Next()
	}
	c.closeBefore(end)
	return c.err
}

// after returns the node that follows n and its descendants in document order.
func after(n xmltree.Node) xmltree.Node {
	for !n.IsZero() {
		if next := n.NextSibling(); !next.IsZero() {
			return next
		}
		n = n.Parent()
	}
	return n
}

// closeBefore writes the end tags of the elements that end before a node.
func (c *walker) closeBefore(order int) {
	for last := len(c.open) - 1; last >= 0 && c.open[last].end <= order; last-- {
		e := &c.open[last]
		c.endTag(e.node)
		c.restore(e.undo)
		c.open = c.open[:last]
	}
}

func (c *walker) endTag(n xmltree.Node) {
	if from, to, ok := n.VerbatimEnd(); ok {
		c.span(from, to)
		return
	}
	c.tag("</", n.QName())
}

func (c *walker) node(n xmltree.Node) error {
	switch n.Kind() {
	case xmltree.ElementNode:
		return c.element(n)
	case xmltree.TextNode:
		if n.Verbatim() {
			c.span(n.Range())
		} else {
			c.text(n.Value())
		}
	case xmltree.CommentNode:
		if c.opt.Comments {
			c.beside(n, c.comment)
		}
	case xmltree.PINode:
		c.beside(n, c.instruction)
	}
	return nil
}

// beside writes a comment or processing instruction; one beside the document
// element has a line of its own (C14N 1.0 2.3).
func (c *walker) beside(n xmltree.Node, write func(xmltree.Node)) {
	if n.Parent().Kind() != xmltree.DocumentNode {
		write(n)
		return
	}
	trailing := n.Order() > n.Document().Root().Order()
	if trailing {
		c.byte('\n')
	}
	write(n)
	if !trailing {
		c.byte('\n')
	}
}

func (c *walker) comment(n xmltree.Node) {
	c.string("<!--")
	c.verbatim(n.Value())
	c.string("-->")
}

func (c *walker) instruction(n xmltree.Node) {
	c.string("<?")
	c.string(n.Local())
	if data := n.Value(); len(data) > 0 {
		c.byte(' ')
		c.verbatim(data)
	}
	c.string("?>")
}

func (c *walker) element(n xmltree.Node) error {
	undo := len(c.undo)
	orphan := c.isOrphan(n)
	if err := c.renderNamespaces(n, orphan); err != nil {
		return err
	}
	if err := c.startTag(n, orphan); err != nil {
		return err
	}
	c.open = append(c.open, openElement{node: n, end: n.End(), undo: undo})
	return nil
}

func (c *walker) startTag(n xmltree.Node, orphan bool) error {
	if from, to, ok := n.VerbatimStart(); ok && !orphan && len(c.pending) == 0 {
		c.span(from, to)
		return nil
	}
	if !orphan && len(c.pending) == 0 && n.NumAttrs() == 0 {
		c.tag("<", n.QName())
		return nil
	}
	c.byte('<')
	c.string(n.QName())
	c.writeNamespaces()
	if err := c.writeAttributes(n, orphan); err != nil {
		return err
	}
	c.byte('>')
	return nil
}

// outputParent returns the nearest ancestor that was written, the zero Node
// for none.
func (c *walker) outputParent() xmltree.Node {
	if len(c.open) == 0 {
		return xmltree.Node{}
	}
	return c.open[len(c.open)-1].node
}

// isOrphan reports that an element's parent is an element that is left out, so
// that it must show what it inherits.
func (c *walker) isOrphan(n xmltree.Node) bool {
	parent := n.Parent()
	return parent.Kind() == xmltree.ElementNode && parent != c.outputParent()
}
