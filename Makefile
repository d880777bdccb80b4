# The two commands of the README are `make demo` and `make test`.
.PHONY: help demo build test unit browser-deps lint bench fuzz check

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

demo: ## a sample company with a year behind it; prints accounts and the address
	go run ./cmd/wubiao demo

build: ## the one binary, in bin/
	go build -trimpath -ldflags '-s -w' -o bin/wubiao ./cmd/wubiao

browser-deps: ## install the browser and the CJK font the tests look at pages with
	@sh .ci/browser-deps.sh

test: browser-deps ## everything: unit, property, store with both drivers, browser, kill -9
	go vet ./...
	go test -timeout 20m ./...

lint: ## golangci-lint, pinned, through the Go module
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.2 run ./...
	cd cmd/bench && go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.2 run --config ../../.golangci.yml ./...

bench: ## load and anchors, figures with their ratios (WUBIAO_PEERS names the peers' programs)
	cd cmd/bench && go run . $(BENCHFLAGS)

fuzz: ## each fuzz target ten minutes
	@sh .ci/fuzz.sh

check: lint test ## lint and test, and the tree must be clean
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	@git diff --exit-code
