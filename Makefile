# Two commands matter on a fresh machine: make run, make test.
# make help explains every target.

LISTEN  ?= 127.0.0.1:8080
DEMO    ?= var/demo
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
CORPORA ?= $(abspath ../shared/corpora)
SAMPLES ?= $(abspath ../shared/facts/samples)
FUZZTIME ?= 20s

.DEFAULT_GOAL := help
.PHONY: help run build build-hsm test check corpora bench fuzz fixtures screenshots screens tools clean

help: ## shows this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## builds, makes the demo office, posts one letter, shows receipt and verdict, then serves on LISTEN
	bin/okienko demo --dir $(DEMO) --listen $(LISTEN) --tour

build: ## builds the static binary bin/okienko
	CGO_ENABLED=0 go build -trimpath -ldflags "-X main.version=$(VERSION)" -o bin/okienko ./cmd/okienko

build-hsm: ## builds bin/okienko-hsm, which can sign with keys on PKCS#11 tokens; needs a C compiler
	CGO_ENABLED=1 go build -trimpath -ldflags "-X main.version=$(VERSION)" -o bin/okienko-hsm ./cmd/okienko

test: tools check ## installs what the tests need and runs every test; names what was skipped
	@.ci/test

check: ## formatting and vet
	@unformatted=$$(gofmt -l cmd inbox xades forms fixtures); \
	if [ -n "$$unformatted" ]; then echo "not gofmt-ed: $$unformatted"; exit 1; fi
	go vet ./...

corpora: tools ## tests over the corpora in ../shared/corpora (CORPORA=DIR for another copy), with their tables
	@OKIENKO_CORPORA=$(CORPORA) OKIENKO_SAMPLES=$(SAMPLES) .ci/corpora

bench: tools ## speed beside xmlsec1, xmllint and the bare database, as ratios, in one run
	go test -tags bench -count=1 -p 1 -timeout 60m -v -run TestSideBySide ./cmd/okienko ./forms/xsd

fuzz: ## every fuzz target for FUZZTIME, from the corpus kept; KEEP=1 keeps what is found, TARGETS=REGEXP picks
	@KEEP=$(KEEP) TARGETS="$(TARGETS)" .ci/fuzz $(FUZZTIME)

fixtures: tools ## makes the letters of fixtures/ anew, with throw-away keys
	go run ./fixtures/generate

screenshots: tools ## writes screenshots of the pages to var/screenshots
	OKIENKO_SCREENSHOTS=$(abspath var/screenshots) go test -tags browser -count=1 -v -run TestScreenshots ./inbox/web/... ./forms/render

screens: tools ## makes the README's pictures in fixtures/screens anew
	OKIENKO_SCREENS=$(abspath fixtures/screens) go test -tags browser -count=1 -v -run TestScreens$$ ./inbox/web

tools: ## installs the Debian and npm packages the tests use, where they are missing
	@.ci/tools

clean: ## removes what the targets made
	rm -rf bin var
