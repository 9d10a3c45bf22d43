# make run, make test and make assets work on a fresh clone with Go, gcc, make and Node; the rest is fetched.
.PHONY: run libraries assets test quick soak bench fmt

run: ## the demonstration, filled with made-up data: prints the address and who can sign in
	@echo 'Getting ready. The first time takes one to two minutes: libraries are fetched and SQLite is compiled. Later it takes seconds.'
	@$(MAKE) --no-print-directory -j2 assets libraries
	@echo 'Putting the program together and filling the demonstration.'
	@go run ./cmd/ipstoolkit demo

# Every library, which is most of the work of a first build, beside the assets. What is ours comes after, since it embeds them.
libraries:
	@go build $$(go list -deps -f '{{with .Module}}{{if not .Main}}{{$$.ImportPath}}{{end}}{{end}}' ./cmd/ipstoolkit)
	@echo 'The libraries are ready.'

assets: assets/dist/manifest.json ## styles and scripts, built from npm into assets/dist, which the program embeds

assets/dist/manifest.json: assets/node_modules/.package-lock.json assets/build.mjs assets/icon.svg assets/css assets/js $(wildcard assets/css/* assets/js/*)
	@cd assets && npm run --silent build
	@echo 'Styles and scripts are ready.'

assets/node_modules/.package-lock.json: assets/package-lock.json
	@cd assets && npm ci --no-audit --no-fund --loglevel=error

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
