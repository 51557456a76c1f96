package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

var c14nCommand = command{
	name:    "c14n",
	usage:   `[--method c14n10|c14n11|exc] [--comments] [--prefixes "a b #default"] [--id ID] FILE`,
	summary: "writes the canonical form of a document, or of the element with an Id",
	run:     runC14N,
}

var c14nMethods = map[string]c14n.Method{"c14n10": c14n.C14N10, "c14n11": c14n.C14N11, "exc": c14n.Exclusive}

func runC14N(_ context.Context, e env, args []string) error {
	fs := newFlags("c14n")
	method := fs.String("method", "c14n10", "c14n10, c14n11 or exc")
	comments := fs.Bool("comments", false, "keep comments")
	prefixes := fs.String("prefixes", "", "InclusiveNamespaces PrefixList of exc")
	id := fs.String("id", "", "the element with this Id instead of the document")
	files, err := parseArgs(e, fs, args)
	if err != nil {
		return err
	}
	m, ok := c14nMethods[*method]
	switch {
	case !ok:
		return usagef("no method %q", *method)
	case len(files) != 1:
		return usagef("one FILE, please")
	case *prefixes != "" && m != c14n.Exclusive:
		return usagef("--prefixes goes with --method exc")
	}
	data, err := readDocument(e, files[0])
	if err != nil {
		return err
	}
	apex, err := apexOf(data, *id)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(e.stdout)
	if err := c14n.Write(w, apex, c14n.Options{Method: m, Comments: *comments, Prefixes: strings.Fields(*prefixes)}); err != nil {
		return err
	}
	return w.Flush()
}

func apexOf(data []byte, id string) (xmltree.Node, error) {
	doc, err := xmltree.Parse(data, xmltree.Options{KeepDuplicateIDs: true})
	if err != nil {
		return xmltree.Node{}, err
	}
	if id == "" {
		return doc.Node(), nil
	}
	n, ok := doc.ByID(id)
	if !ok {
		return xmltree.Node{}, fmt.Errorf("no element, or more than one, has the Id %q", id)
	}
	return n, nil
}
