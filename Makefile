# make run, make test and make assets work on a fresh clone with Go, gcc, make and Node; the rest is fetched.
.PHONY: run assets test quick soak bench fmt

run: assets ## the demonstration, filled with made-up data: prints the address and who can sign in
	go run ./cmd/ipstoolkit demo

assets: ## styles and scripts, built from npm into assets/dist, which the program embeds
	cd assets && npm ci --no-audit --no-fund && npm run build

test: ## everything that proves it; what it needs and what it installs stands in CONTRIBUTING.md
	.ci/test

quick: ## what one runs before each commit: go vet, layout, and the tests without browsers, PostgreSQL and the running program
	.ci/test quick

soak: ## every hostile value alone in every field; 200 kills in the middle of saves, and whether anything is lost; every page as six people
	IPS_SOAK=yes go test -count=1 -timeout 2h -run Hostile ./server
	IPS_SOAK_KILLS=200 go test -count=1 -timeout 2h -run Killed -v ./cmd/ipstoolkit
	go build -o $(or $(TMPDIR),/tmp)/ipstoolkit-soak ./cmd/ipstoolkit
	cd assets && IPS_SOAK=yes IPS_PROGRAM=$(or $(TMPDIR),/tmp)/ipstoolkit-soak node --test tests/pages.test.mjs

bench: ## one table of the service beside the least that the same could cost; IPS_BENCH_MEMORY=10m makes its last part longer
	go test -count=1 -timeout 1h -run '^$$' -bench Ratios -benchtime 1x ./server

fmt: ## the one way Go is laid out here
	go -C .ci/tools tool gofumpt -w ../..
