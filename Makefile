# What people do with Loom's sources. `make help` lists it.

MVN ?= mvn
export MVN

# What ends up in dist/. Folders count too, so that a file that is gone is noticed.
SOURCES := $(shell find pom.xml */pom.xml .mvn */src/main -print 2>/dev/null | sed 's/ /\\ /g')

# Maven with a JDK 25, whatever the shell's own Java is.
MAVEN = JAVA_HOME="$$(bin/find-jdk --compiler)" $(MVN) -B

.PHONY: help build aot demo demo-stop test test-system test-forge test-acceptance test-fuzz soak start stop restart status logs bootstrap fmt openapi clean \
	distclean prerequisites
.DEFAULT_GOAL := help

help:
	@echo 'make build        build everything into dist/; bin/loom runs it'
	@echo 'make demo         build if needed, start Loom and let agents finish the demo project;'
	@echo '                  with PROVIDER_URL=... MODEL=... API_KEY=... your own model answers'
	@echo 'make demo-stop    stop what the demo left running'
	@echo 'make test         every test that the prerequisites can run'
	@echo 'make test-system  tests that need bubblewrap, an SSH server and the like'
	@echo 'make test-forge   pull requests on a real Gitea, which Go builds first'
	@echo 'make test-acceptance  many beads, and all that goes wrong around a running server'
	@echo 'make test-fuzz    what a fuzzer makes of the API, against a running server'
	@echo 'make soak         tests that take long'
	@echo 'make start        start the server in the background; CONFIG=file names its settings'
	@echo 'make stop, restart, status, logs'
	@echo 'make bootstrap    run ./bootstrap.local, which registers your providers'
	@echo 'make fmt          format the sources'
	@echo 'make openapi      write the description of the API anew from the resources'
	@echo 'make clean        remove what was built'
	@echo 'make distclean    remove that, the database, the keys and all data'

prerequisites:
	@bin/prerequisites

build: dist/.built

aot: dist/.built
	@bin/train-aot

# Each module's jar, and beside it the jars that its manifest names. The folder is swapped at the
# end, so that a build that fails leaves what was there.
dist/.built: $(SOURCES)
	@bin/prerequisites
	@rm -rf dist/new && mkdir -p dist/new
	$(MAVEN) -q -DskipTests package dependency:copy-dependencies \
		-DincludeScope=runtime -DoutputDirectory="$(CURDIR)/dist/new"
	@cp server/target/loom-server.jar cli/target/loom-cli.jar bench/target/loom-bench.jar dist/new/
	@rm -rf dist/lib && mv dist/new dist/lib
	@bin/train-aot
	@touch $@

# What is named on make's command line, PROVIDER_URL and the like, reaches the demo through the
# environment, never as an argument.
demo: build
	@unset MAKEFLAGS MFLAGS MAKEOVERRIDES; exec bin/loom demo

demo-stop:
	@bin/loom demo --stop

# The acceptance tests start what the build made, so it comes first.
test: build
	@bin/prerequisites
	$(MAVEN) verify -Dloom.dist="$(CURDIR)/dist"
	tests/launcher.sh
	tests/make-targets.sh
	tests/docs.sh

test-system: build
	@tests/group.sh system bwrap:bubblewrap sshd:openssh-server ssh-keygen:openssh-client glewlwyd:glewlwyd

# Pull requests on a real Gitea, which is built first.
test-forge: build
	@tests/gitea.sh

# What goes wrong around a running server, and many beads at once; some ten minutes.
test-acceptance: build
	@tests/group.sh acceptance
	tests/bead-bd.sh

# Two to three minutes; FUZZ_SECONDS and FUZZ_SEED are its settings.
test-fuzz: build
	@tests/fuzz.sh

soak: build
	@tests/group.sh soak

# Writes the description of the API anew from the resources.
openapi:
	$(MAVEN) -q -pl server -am test -Dtest=ApiDescriptionTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Dloom.openapi.write=true

start: build
	@bin/service start

stop:
	@bin/service stop

restart: build
	@bin/service restart

status:
	@bin/service status

logs:
	@exec bin/service logs

bootstrap:
	@if [ -x ./bootstrap.local ]; then \
		exec ./bootstrap.local; \
	elif [ -f ./bootstrap.local ]; then \
		echo 'bootstrap.local is not executable. Run: chmod +x bootstrap.local' >&2; exit 1; \
	else \
		echo 'There is no bootstrap.local. To make one that registers your provider:' >&2; \
		echo '  cp bootstrap.local.example bootstrap.local && chmod +x bootstrap.local' >&2; \
		echo 'Put your address and model into it, then run make bootstrap again.' >&2; exit 1; \
	fi

fmt:
	$(MAVEN) -q spotless:apply

clean:
	rm -rf dist target */target

distclean:
	@[ ! -f dist/lib/loom-bench.jar ] || bin/loom demo --stop
	@if bin/service status >/dev/null; then \
		echo 'Loom runs, and its data is in use. Run make stop first.' >&2; exit 1; \
	fi
	rm -rf dist target */target run data .keys.json .keys.json.* loom.db loom.db-wal loom.db-shm loom.db-journal
