# The targets that people and CI use. Everything a target needs and the machine lacks, it installs first (Debian, Ubuntu).

SWIFT ?= swift
BUILD_FLAGS := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
# Optimised across modules: work on large address sets takes two thirds of the time, because generic code is specialised.
# The C++ runtime, libyaml and libnftnl are linked in as well, which the program starts faster for. The linker takes them from
# the folder, since it comes first and holds no shared ones. No library is looked for beside the program, which root runs, and
# it exports no symbols, which are a megabyte.
STATIC_LIBRARIES := .build-static
RELEASE_FLAGS := -c release -Xswiftc -static-stdlib --scratch-path .build-release -Xswiftc -cross-module-optimization \
	-Xswiftc -L$(CURDIR)/$(STATIC_LIBRARIES) -Xswiftc -Xclang-linker -Xswiftc -static-libgcc --disable-local-rpath \
	--pkg-config-path $(CURDIR)/$(STATIC_LIBRARIES) -Xlinker --no-export-dynamic -Xlinker --icf=safe
TEST_FLAGS := $(BUILD_FLAGS) --disable-xctest --sanitize=address --scratch-path .build-test
# Short stacks and a short queue of freed memory, which take the sanitizer less time.
export ASAN_OPTIONS := malloc_context_size=16:quarantine_size_mb=16
export LSAN_OPTIONS := suppressions=$(CURDIR)/scripts/leak-suppressions.txt:print_suppressions=0

# Where `make install` puts things; DESTDIR goes in front of it, for packages.
PREFIX ?= /usr/local

.PHONY: help build release install demo test test-programs test-applies test-policies test-openstack lint format bench bench-apply bench-netfilter clean

help:
	@echo "make build     the carbonwall binary, for development"
	@echo "make release   the same, optimised, with a static Swift runtime: .build-release/release/carbonwall"
	@echo "make install   the release and the boot unit below PREFIX ($(PREFIX)); DESTDIR goes in front of that"
	@echo "make demo      the main job: a port table, a ruleset, an explanation"
	@echo "make test      every test; makes network namespaces of its own and never touches this machine's rules"
	@echo "make test-applies  10,000 transactions, 1,500 replacements under forbidden traffic in each of five ways, and 1,000"
	@echo "                   random policies beside nft; takes minutes"
	@echo "make test-policies  1,000 random policies through every target, where make test takes 200"
	@echo "make test-openstack  a real Neutron server and Heat's engine, 400 MB from PyPI, take what is emitted for OpenStack"
	@echo "make lint      the formatter's opinion"
	@echo "make bench     times, memory and sizes beside nft's"
	@echo "make bench-apply   apply and plan in the kernel, beside nft and beside sending finished bytes"
	@echo "make bench-netfilter   large batches through the library Netfilter, beside nft's and beside sending finished bytes"

build:
	@scripts/check-swift.sh "$(SWIFT)" build
	@scripts/install-packages.sh build
	$(SWIFT) build $(BUILD_FLAGS)

release:
	@scripts/check-swift.sh "$(SWIFT)" release
	@scripts/install-packages.sh build
	@mkdir -p $(STATIC_LIBRARIES)
	@for library in libstdc++ libyaml libnftnl; do \
		ln -sf "$$(clang -print-file-name=$$library.a)" $(STATIC_LIBRARIES)/; done
	@for package in libnftnl yaml-0.1; do sed 's|^libdir=.*|libdir=$(CURDIR)/$(STATIC_LIBRARIES)|' \
		"$$(pkg-config --variable=pcfiledir $$package)/$$package.pc" >$(STATIC_LIBRARIES)/$$package.pc; done
	$(SWIFT) build $(RELEASE_FLAGS) --product carbonwall
	strip .build-release/release/carbonwall

# The unit is installed, not enabled: systemctl enable carbonwall.service
install:
	@scripts/check-swift.sh "$(SWIFT)" install
	@$(MAKE) --no-print-directory release install-files

# What was built already. Only root may read or change what root runs at boot.
install-files:
	@test -x .build-release/release/carbonwall || { echo "there is no release yet: make release builds it" >&2; exit 1; }
	install -D -m 0755 .build-release/release/carbonwall $(DESTDIR)$(PREFIX)/bin/carbonwall
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	sed 's|^ExecStart=[^ ]*|ExecStart=$(PREFIX)/bin/carbonwall|' packaging/carbonwall.service \
		>$(DESTDIR)$(PREFIX)/lib/systemd/system/carbonwall.service
	chmod 0644 $(DESTDIR)$(PREFIX)/lib/systemd/system/carbonwall.service

# The build's own lines go into a file; where it fails, they are shown.
demo:
	@scripts/check-swift.sh "$(SWIFT)" demo
	@echo "building (minutes, the first time) …"
	@mkdir -p .build && $(MAKE) --no-print-directory build >.build/demo.log 2>&1 || { cat .build/demo.log >&2; exit 1; }
	@scripts/demo.sh "$$($(SWIFT) build --show-bin-path)/carbonwall"

# The programs that the tests start thousands of times, optimised, under the same sanitizer.
test-programs:
	@scripts/install-packages.sh build test
	for program in carbonwall enforcement-probe open-ports block-list; do \
		$(SWIFT) build -c release $(TEST_FLAGS) --product $$program || exit 1; done

test test-applies test-policies: export CARBONWALL_PROGRAMS := $(CURDIR)/.build-test/release

test: test-programs
	@scripts/nft-versions.sh || echo "some versions of nft are missing: their tests are skipped, and say so"
	@scripts/python-tools.sh || echo "some programs from PyPI are missing: their tests are skipped, and say so"
	$(SWIFT) build --build-tests $(TEST_FLAGS)
	scripts/as-root.sh $(SWIFT) test --skip-build $(TEST_FLAGS)

test-applies: test-programs
	$(SWIFT) build --build-tests $(TEST_FLAGS)
	CARBONWALL_APPLIES=10000 CARBONWALL_POLICIES=100 CARBONWALL_REPLACEMENTS=1500 CARBONWALL_CONNECTIONS=10000 \
		scripts/as-root.sh $(SWIFT) test --skip-build $(TEST_FLAGS) \
		--filter 'LargeBatchTests|EnforcementTests|RaceTests|ConnectionsTests'

test-policies: test-programs
	$(SWIFT) build --build-tests $(TEST_FLAGS)
	CARBONWALL_RANDOM_POLICIES=1000 scripts/as-root.sh $(SWIFT) test --skip-build $(TEST_FLAGS) --filter EmitterTests

test-openstack:
	@scripts/install-packages.sh build test
	@scripts/openstack-tools.sh
	$(SWIFT) build --build-tests $(TEST_FLAGS)
	$(SWIFT) test --skip-build $(TEST_FLAGS) --filter OpenStackServerTests

lint:
	scripts/check-manifest.sh
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests NetfilterExamples Plugins Benchmarks Package.swift

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests NetfilterExamples Plugins Benchmarks Package.swift

bench: release
	@scripts/install-packages.sh test
	@scripts/bench.sh

bench-apply: release
	@scripts/install-packages.sh test
	@scripts/as-root.sh scripts/bench-apply.sh

bench-netfilter:
	@scripts/install-packages.sh build test
	@scripts/as-root.sh scripts/bench-netfilter.sh

clean:
	rm -rf .build .build-*
