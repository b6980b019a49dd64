# Makefile for Dossier (GNU make).  "make help" lists what it can do.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sources are found by folder: a new file needs no line here.  Everything made goes to $(BUILD).
# CC, CXX, CPPFLAGS, CFLAGS, CXXFLAGS, LDFLAGS, LDLIBS, EMBED and BUILD may be given, as may PREFIX and the folders
# below it; other flags than last time build everything anew.  V=1 shows whole commands.

# Debian's names for what is needed.  "make PACKAGES= PACKAGES_TEST=" asks for nothing and takes what it finds.
PACKAGES      = g++ make pkg-config libxapian-dev zlib1g-dev libzstd-dev libstemmer-dev libutf8proc-dev libjansson-dev \
                libexttextcat-dev libexttextcat-data libxml2-dev
# uuid-dev, liblzma-dev: for a static link, which is tried too, libxapian's and libxml2's .pc files ask for them.
PACKAGES_TEST = libcmocka-dev jq python3 xapian-tools uuid-dev liblzma-dev
PACKAGES_CI   = clang
PACKAGES_FUZZ = clang libclang-rt-dev
# Peers of make bench; one whose package is not to be had is left out of it, as are Lucene without mvn and a JDK, and
# tantivy without cargo.
PACKAGES_BENCH = libsqlite3-dev xapian-tools python3

BUILD      ?= build
PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
CFLAGS     ?= -O2 -g
CXXFLAGS   ?= -O2 -g

VERSION   := $(shell sed -n 's/^.define DOSSIER_VERSION "\(.*\)"/\1/p' include/dossier.h)
VERSION_C := $(shell sed -n 's/^.define XAPIAN_C_VERSION_STRING "\(.*\)"/\1/p' include/xapian_c.h)
# The number in the names of the shared libraries: it changes when a program linked with the last one would break.
SONAME    := 0

# As many jobs as processors, unless -j is given.
ifeq ($(MAKELEVEL),0)
ifeq ($(findstring -j,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif
endif
MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.SUFFIXES:
V ?=
Q := $(if $(V),,@)

# ------------------------------------------------------------------------------------------------------------- flags

# pkg-config is asked once, and only when a recipe runs: it may have been installed a moment before.
PC_NAMES  := zlib libzstd libutf8proc jansson libexttextcat libxml-2.0
PC_CFLAGS  = $(eval PC_CFLAGS := $(shell pkg-config --cflags $(PC_NAMES) xapian-core))$(PC_CFLAGS)
PC_LIBS    = $(eval PC_LIBS := $(shell pkg-config --libs $(PC_NAMES)))$(PC_LIBS)
PC_XAPIAN  = $(eval PC_XAPIAN := $(shell pkg-config --libs xapian-core))$(PC_XAPIAN)
PC_TEXTCAT = $(eval PC_TEXTCAT := $(shell pkg-config --variable=pkgdatadir libexttextcat))$(PC_TEXTCAT)
PC_CMOCKA  = $(eval PC_CMOCKA := $(shell pkg-config --libs cmocka))$(PC_CMOCKA)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Werror
# A product and a sum are never fused: scores are the same to the last bit on every processor.
COMMON   := -D_GNU_SOURCE -I. -Iinclude $(WARNINGS) -ffp-contract=off -fvisibility=hidden -fPIC -pthread -MMD -MP
COMPILE_C   = $(CC) -std=c11 $(COMMON) -DTEXTCAT_DATA='"$(PC_TEXTCAT)"' $(PC_CFLAGS) $(CPPFLAGS) $(CFLAGS)
COMPILE_CXX = $(CXX) -std=c++17 -fvisibility-inlines-hidden $(COMMON) $(PC_CFLAGS) $(CPPFLAGS) $(CXXFLAGS)
# libxapian is C++, so the C++ compiler links whatever holds the bindings.  What is linked is what is used: a program
# pays for each library when it starts.
LINK        = $(CC) $(CFLAGS) -pthread $(LDFLAGS) -Wl,--as-needed
LINK_CXX    = $(CXX) $(CXXFLAGS) -pthread $(LDFLAGS) -Wl,--as-needed
LIBS        = $(PC_LIBS) -lstemmer -lm -ldl $(LDLIBS)
# What the programs hold themselves, where its archive is there: to load these four as shared libraries is a tenth of
# the time that one process takes to answer one query.  EMBED= links all as shared libraries.
EMBED      ?= -lz -lzstd -lutf8proc -lstemmer
archive_of  = $(or $(filter /%,$(shell $(CC) -print-file-name=$(1:-l%=lib%.a))),$(1))
LIBS_PROGRAM = $(foreach l,$(LIBS),$(if $(filter $(EMBED),$(l)),$(call archive_of,$(l)),$(l)))

# ----------------------------------------------------------------------------------------------------------- sources

# What a program has for itself; all else below engine/, indexer/ and query/ is the library.
INDEX_C  := indexer/main.c indexer/progress.c indexer/upkeep.c
QUERY_C  := query/main.c query/batch.c
# The backend that is a plug-in, and the bindings it stands on.
BACKEND_C := $(sort $(wildcard engine/xapian/*.c))
XAPIAN_C := engine/xapian/xapian_c.cc
LIB_C    := $(filter-out $(INDEX_C) $(QUERY_C) $(BACKEND_C),$(sort \
              $(wildcard engine/*.c engine/*/*.c indexer/*.c indexer/*/*.c query/*.c query/*/*.c)))
CLI_C    := $(sort $(wildcard cli/*.c))
# tests/unit and tests/xapian_c: each test_*.c is a program of cmocka tests; tests/fuzz: each *_fuzz.c is a harness.
# Other files there are linked into all.
UNIT_C    := $(sort $(wildcard tests/unit/test_*.c))
FUZZ_C    := $(sort $(wildcard tests/fuzz/*_fuzz.c))
BINDING_C := $(sort $(wildcard tests/xapian_c/test_*.c))
# tests/bench: a driver for each engine that C can call.  That of SQLite is made for make bench alone.
BENCH_C   := tests/bench/ours.c tests/bench/xapian.c tests/bench/fts5.c
BENCH_SHARED   := tests/bench/driver.c
UNIT_SHARED    := $(filter-out $(UNIT_C),$(wildcard tests/unit/*.c))
BINDING_SHARED := $(filter-out $(BINDING_C),$(wildcard tests/xapian_c/*.c))
FUZZ_SHARED    := $(filter-out $(FUZZ_C),$(wildcard tests/fuzz/*.c))

objects = $(patsubst %,$(BUILD)/obj/%.o,$(basename $(1)))
LIB_O    := $(call objects,$(LIB_C))
BACKEND_O := $(call objects,$(BACKEND_C))
XAPIAN_O := $(call objects,$(XAPIAN_C))
CLI_O    := $(call objects,$(CLI_C))
ALL_O    := $(call objects,$(LIB_C) $(BACKEND_C) $(XAPIAN_C) $(CLI_C) $(INDEX_C) $(QUERY_C) \
              $(UNIT_C) $(UNIT_SHARED) $(FUZZ_C) $(FUZZ_SHARED) $(BINDING_C) $(BINDING_SHARED) \
              $(BENCH_C) $(BENCH_SHARED))

PROGRAMS  := $(BUILD)/dossier-index $(BUILD)/dossier-query
STATIC    := $(BUILD)/libdossier.a $(BUILD)/libxapian-c.a
SHARED    := $(BUILD)/libdossier.so.$(SONAME) $(BUILD)/libxapian-c.so.$(SONAME)
PLUG_INS  := $(BUILD)/libdossier-xapian.so.$(SONAME)
UNITS     := $(UNIT_C:%.c=$(BUILD)/%)
BINDINGS  := $(BINDING_C:%.c=$(BUILD)/%)
DRIVERS   := $(BENCH_C:%.c=$(BUILD)/%)
CLI_TESTS := $(filter-out tests/cli/lib.sh,$(sort $(wildcard tests/cli/*.sh)))
HEADERS   := include/dossier.h include/xapian_c.h
# man/*.in and the completions get their options from the programs themselves.
MAN_IN    := $(wildcard man/*.in)
MAN       := $(sort $(wildcard man/*.[1-9]) $(MAN_IN:man/%.in=$(BUILD)/man/%))
SECTIONS  := $(sort $(patsubst .%,%,$(suffix $(MAN))))
SCHEMA    := man/output.schema.json
COMPLETED := dossier-index dossier-query
BASH_FILES := $(COMPLETED:%=$(BUILD)/completions/%)
ZSH_FILES  := $(COMPLETED:%=$(BUILD)/completions/_%)
FISH_FILES := $(COMPLETED:%=$(BUILD)/completions/%.fish)

# ----------------------------------------------------------------------------------------------------------- targets

.PHONY: all demo check check-sanitize check-clang fuzz fuzzers bench drivers tests install install-files uninstall \
        clean help packages packages-test packages-ci FORCE

all: $(PROGRAMS) $(STATIC) $(SHARED) $(PLUG_INS) $(MAN) $(BASH_FILES) $(ZSH_FILES) $(FISH_FILES)

help:
	@echo 'make                  the programs and libraries, in $(BUILD)/'
	@echo 'make demo             index corpus/ and ask it a question'
	@echo 'make check            every test; ends with "N passed, N failed"'
	@echo 'make check-sanitize   unit, binding and command-line tests under AddressSanitizer and UBSan'
	@echo 'make fuzz             run the fuzzers, FUZZ_SECONDS=60 each'
	@echo 'make bench            ours beside SQLite, Xapian, Lucene, tantivy; tests/bench/run.py has its settings'
	@echo 'make check-clang      build everything with clang, warnings being errors'
	@echo 'make install          programs, headers, libraries, manual, completions: PREFIX=$(PREFIX) DESTDIR='
	@echo 'make uninstall        remove what install put there (same PREFIX and DESTDIR)'
	@echo 'make check-long       the tests of the storage at length: some ten minutes'
	@echo 'make clean            remove $(BUILD)/'
	@echo 'make packages         install missing Debian packages; the targets above do so where they need to'
	@echo 'Settings: BUILD CC CXX CPPFLAGS CFLAGS CXXFLAGS LDFLAGS LDLIBS EMBED V=1;'
	@echo 'PACKAGES= PACKAGES_TEST= installs nothing'

# Without a missing package these take some hundredths of a second and say nothing.
packages:
	@tests/packages.sh $(PACKAGES)
packages-test: packages
	@tests/packages.sh $(PACKAGES_TEST)
packages-ci: packages-test
	@tests/packages.sh $(PACKAGES_CI)

# The index is made anew: the demo is the same each time.
DEMO_INDEX := $(BUILD)/demo.idx
DEMO_WORDS := open door membership Georgia
demo: all
	@rm -rf $(DEMO_INDEX)
	@echo
	@echo '$$ $(BUILD)/dossier-index -d $(DEMO_INDEX) corpus/'
	@$(BUILD)/dossier-index -d $(DEMO_INDEX) corpus/
	@echo
	@echo '$$ $(BUILD)/dossier-query -d $(DEMO_INDEX) -n 3 $(DEMO_WORDS)'
	@$(BUILD)/dossier-query -d $(DEMO_INDEX) -n 3 $(DEMO_WORDS)

# ----------------------------------------------------------------------------------------------------------- compile

# A file that is rewritten only where its text would change: what depends on it is made again just then.
quoted = '$(subst ','\'',$(1))'
stamp  = mkdir -p $(@D); printf '%s\n' $(call quoted,$(1)) | cmp -s - $@ || printf '%s\n' $(call quoted,$(1)) > $@

$(BUILD)/flags: FORCE | packages
	@$(call stamp,$(COMPILE_C) / $(COMPILE_CXX) / $(LINK) $(LIBS) $(EMBED) / $(LINK_CXX) $(PC_XAPIAN))
# The sources there are: one that is removed must leave the archives.
$(BUILD)/sources: FORCE
	@$(call stamp,$(ALL_O))

# A test may put a function of its own in the place of a library's (malloc), so it shows its symbols.
$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo '  CC   $<'
	$(Q)$(COMPILE_C) $(if $(filter tests/%,$<),-fvisibility=default) $(if $(filter $(PLUG_IN_C),$<),$(PLUG_IN_CPPFLAGS)) \
	    -c -o $@ $<
$(BUILD)/obj/%.o: %.cc $(BUILD)/flags
	@mkdir -p $(@D)
	@echo '  CXX  $<'
	$(Q)$(COMPILE_CXX) -c -o $@ $<

# A plug-in and the library that loads it must be made of the same sources, and the library knows where it will be.
ENGINE_C  := $(sort $(wildcard include/dossier.h engine/*.[ch] engine/text/*.[ch]))
ENGINE_SUM = $(eval ENGINE_SUM := $(shell cat $(ENGINE_C) | cksum | tr -d ' '))$(ENGINE_SUM)
PLUG_IN_C := engine/plug_in.c engine/xapian/backend.c
PLUG_IN_CPPFLAGS = -DENGINE_SUM='"$(ENGINE_SUM)"' -DLIBRARY_NUMBER='"$(SONAME)"' -DLIBRARY_FOLDER='"$(LIBDIR)"'
$(BUILD)/plug-in: FORCE
	@$(call stamp,$(PLUG_IN_CPPFLAGS))
$(call objects,$(PLUG_IN_C)): $(BUILD)/plug-in

-include $(ALL_O:.o=.d)

# q, not r: files of one name in two folders are two members.
define archive
	@mkdir -p $(@D)
	@echo '  AR   $@'
	@rm -f $@
	$(Q)$(AR) qcs $@ $(filter %.o,$^)
endef
# An archive of no objects waits for the packages too: ar is in one of them.
$(addprefix $(BUILD)/,libdossier.a libxapian-c.a libcli.a tests/libbackend.a tests/libunit.a tests/libbinding.a): \
    | packages
$(BUILD)/libdossier.a: $(LIB_O) $(BUILD)/sources
	$(archive)
$(BUILD)/libxapian-c.a: $(XAPIAN_O)
	$(archive)
$(BUILD)/libcli.a: $(CLI_O) $(BUILD)/sources
	$(archive)
# For tests of the backend's parts.
$(BUILD)/tests/libbackend.a: $(BACKEND_O) $(BUILD)/sources
	$(archive)
$(BUILD)/tests/libunit.a: $(call objects,$(UNIT_SHARED)) $(BUILD)/sources
	$(archive)
$(BUILD)/tests/libbinding.a: $(call objects,$(BINDING_SHARED)) $(BUILD)/sources
	$(archive)

$(BUILD)/dossier-index: $(call objects,$(INDEX_C)) $(BUILD)/libcli.a $(BUILD)/libdossier.a
$(BUILD)/dossier-query: $(call objects,$(QUERY_C)) $(BUILD)/libcli.a $(BUILD)/libdossier.a
$(PROGRAMS):
	@echo '  LINK $@'
	$(Q)$(LINK) -o $@ $(filter %.o %.a,$^) $(LIBS_PROGRAM)

# What a shared library shows is listed, as templates of the C++ library would show through -fvisibility=hidden.
$(BUILD)/libdossier.map $(BUILD)/libxapian-c.map $(BUILD)/libdossier-xapian.map: Makefile
	@mkdir -p $(@D)
	@printf '{ global:%s local: *; };\n' '$(EXPORTS)' > $@
$(BUILD)/libdossier.map:  EXPORTS := dossier_*;
$(BUILD)/libxapian-c.map: EXPORTS := xapian_*;
$(BUILD)/libdossier-xapian.map: EXPORTS := dossier_plug_in;

$(BUILD)/libdossier.so.$(SONAME): $(LIB_O) $(BUILD)/libdossier.map $(BUILD)/sources
	@echo '  LINK $@'
	$(Q)$(LINK) -shared -Wl,-soname,$(@F) -Wl,--version-script=$(BUILD)/libdossier.map -o $@ $(LIB_O) $(LIBS)
	@ln -sf $(@F) $(BUILD)/libdossier.so
$(BUILD)/libxapian-c.so.$(SONAME): $(XAPIAN_O) $(BUILD)/libxapian-c.map
	@echo '  LINK $@'
	$(Q)$(LINK_CXX) -shared -Wl,-soname,$(@F) -Wl,--version-script=$(BUILD)/libxapian-c.map -o $@ $(XAPIAN_O) \
	    $(PC_XAPIAN) $(LDLIBS)
	@ln -sf $(@F) $(BUILD)/libxapian-c.so
$(BUILD)/libdossier-xapian.so.$(SONAME): $(BACKEND_O) $(XAPIAN_O) $(BUILD)/libdossier.a $(BUILD)/libdossier-xapian.map
	@echo '  LINK $@'
	$(Q)$(LINK_CXX) -shared -Wl,-soname,$(@F) -Wl,--version-script=$(BUILD)/libdossier-xapian.map -o $@ \
	    $(filter %.o %.a,$^) $(PC_XAPIAN) $(LIBS)

# ------------------------------------------------------------------------------------------- manual and completions

$(BUILD)/man/%.1: man/%.1.in $(BUILD)/% $(BUILD)/folders
	@mkdir -p $(@D)
	@echo '  MAN  $@'
	$(Q)$(BUILD)/$* --generate man > $@.options
	$(Q)sed -e '/^@OPTIONS@$$/{r $@.options' -e 'd;}' -e 's|@VERSION@|$(VERSION)|; s|@DATADIR@|$(DATADIR)|' $< > $@
	@rm -f $@.options
# The folders that manual pages name.
$(BUILD)/folders: FORCE
	@$(call stamp,$(DATADIR))

define completion
	@mkdir -p $(@D)
	@echo '  GEN  $@'
	$(Q)$< --generate $(SHELL_NAME) > $@
endef
$(BASH_FILES): SHELL_NAME := bash
$(ZSH_FILES):  SHELL_NAME := zsh
$(FISH_FILES): SHELL_NAME := fish
$(BASH_FILES): $(BUILD)/completions/%: $(BUILD)/%
	$(completion)
$(ZSH_FILES): $(BUILD)/completions/_%: $(BUILD)/%
	$(completion)
$(FISH_FILES): $(BUILD)/completions/%.fish: $(BUILD)/%
	$(completion)

# ------------------------------------------------------------------------------------------------------------- tests

$(call objects,$(UNIT_C) $(UNIT_SHARED) $(BINDING_C) $(BINDING_SHARED)): | packages-test

$(UNITS): $(BUILD)/%: $(BUILD)/obj/%.o $(BUILD)/tests/libunit.a $(BUILD)/tests/libbackend.a $(BUILD)/libcli.a \
    $(BUILD)/libdossier.a | $(PLUG_INS)
	@mkdir -p $(@D)
	@echo '  LINK $@'
	$(Q)$(LINK) -o $@ $(filter %.o %.a,$^) $(PC_CMOCKA) $(LIBS)
$(BINDINGS): $(BUILD)/%: $(BUILD)/obj/%.o $(BUILD)/tests/libbinding.a $(BUILD)/libxapian-c.a
	@mkdir -p $(@D)
	@echo '  LINK $@'
	$(Q)$(LINK_CXX) -o $@ $(filter %.o %.a,$^) $(PC_CMOCKA) $(PC_XAPIAN) $(LDLIBS)

# The harnesses are plain programs here, which read files; for make fuzz they are fuzzers.
FUZZERS   := $(FUZZ_C:%.c=$(BUILD)/%)
FUZZ_LINK :=
$(FUZZERS): $(BUILD)/%: $(BUILD)/obj/%.o $(call objects,$(FUZZ_SHARED)) $(BUILD)/libdossier.a
	@mkdir -p $(@D)
	@echo '  LINK $@'
	$(Q)$(LINK) $(FUZZ_LINK) -o $@ $(filter %.o %.a,$^) $(LIBS)
fuzzers: $(FUZZERS)

# Drivers of make bench.  SQLite is the one library here that the project does not need otherwise.
$(BUILD)/tests/bench/ours: $(call objects,tests/bench/ours.c $(BENCH_SHARED)) $(BUILD)/libdossier.a
$(BUILD)/tests/bench/xapian: $(call objects,tests/bench/xapian.c $(BENCH_SHARED)) $(BUILD)/libxapian-c.a
$(BUILD)/tests/bench/fts5: $(call objects,tests/bench/fts5.c $(BENCH_SHARED))
$(DRIVERS):
	@mkdir -p $(@D)
	@echo '  LINK $@'
	$(Q)$(if $(filter %/xapian,$@),$(LINK_CXX),$(LINK)) -o $@ $(filter %.o %.a,$^) \
	    $(if $(filter %/fts5,$@),-lsqlite3) $(if $(filter %/xapian,$@),$(PC_XAPIAN)) $(LIBS)
drivers: $(DRIVERS)

# What cannot be had or built is said, and run.py goes on without it.
bench: all
	@tests/packages.sh $(PACKAGES_BENCH) || true
	@$(MAKE) -k drivers || true
	@tests/bench/run.py $(BUILD)

tests: all $(UNITS) $(BINDINGS) $(FUZZERS) $(filter-out %/fts5,$(DRIVERS)) packages-test

# What the tests run with: the compiler for those that compile, and where things were built.
RUN := BUILD='$(abspath $(BUILD))' CC='$(CC)' CXX='$(CXX)' MAKEFLAGS= MAKELEVEL= tests/run.sh

check: tests
	@$(RUN) $(UNITS) $(BINDINGS) $(wildcard tests/xapian_c/*.sh) $(CLI_TESTS) \
	    tests/fuzz/replay.sh tests/readme/self-test.sh tests/readme.sh tests/man/test.sh tests/completions/test.sh \
	    tests/examples/test.sh tests/install/test.sh tests/bench/smoke.sh tests/house.sh

# Writers killed a thousand times, each byte of a segment damaged, a thousand cases of parity.
.PHONY: check-long
LONG := test_crash test_segment test_parity test_packed_writer
check-long: tests
	@TEST_TIMEOUT=3600 DOSSIER_TEST_KILLS=1000 DOSSIER_TEST_STEP=1 DOSSIER_TEST_CASES=1000 DOSSIER_TEST_SEED=1000 \
	    DOSSIER_TEST_MIB=400 $(RUN) $(LONG:%=$(BUILD)/tests/unit/%)

# Only our own code is instrumented, not libxapian.  Stacks are unwound through it the slow way, so that its own leaks
# can be told from ours; new_delete_type_mismatch is off as Xapian::Database::check() deletes by a wrong type.
# The sanitizer's runtime catches exceptions only of a C++ library that is there when a program starts.
CXX_FIRST := -Wl,--push-state,--no-as-needed -lstdc++ -Wl,--pop-state
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
ASAN := detect_stack_use_after_return=1:strict_string_checks=1:fast_unwind_on_malloc=0:new_delete_type_mismatch=0
.PHONY: check-programs
check-programs: tests
	@$(RUN) $(UNITS) $(BINDINGS) $(CLI_TESTS) tests/fuzz/replay.sh
check-sanitize:
	@SANITIZED=1 TEST_TIMEOUT=600 ASAN_OPTIONS=$(ASAN) UBSAN_OPTIONS=print_stacktrace=1 \
	    LSAN_OPTIONS=suppressions='$(CURDIR)/tests/leaks.supp':print_suppressions=0 \
	    $(MAKE) check-programs BUILD=$(BUILD)/sanitize CFLAGS='-O1 -g $(SANITIZE)' CXXFLAGS='-O1 -g $(SANITIZE)' \
	    LDLIBS='$(LDLIBS) $(CXX_FIRST)'

# Runs each fuzzer for so many seconds, on our own pages and pieces first; what it finds is kept in $(BUILD)/fuzz.
FUZZ_SECONDS ?= 60
fuzz: packages
	@tests/packages.sh $(PACKAGES_FUZZ)
	@$(MAKE) fuzzers BUILD=$(BUILD)/fuzz CC=clang CXX=clang++ CPPFLAGS='$(CPPFLAGS) -DFUZZER' FUZZ_LINK=-fsanitize=fuzzer \
	    CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address' CXXFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address'
	@mkdir -p $(BUILD)/fuzz/found $(BUILD)/fuzz/seeds
	@cp tests/data/html/* tests/data/queries/* corpus/*.txt corpus/scraped/*.txt corpus/briefs.jsonl $(BUILD)/fuzz/seeds
	@for fuzzer in $(FUZZ_C:%.c=$(BUILD)/fuzz/%); do \
	    $$fuzzer -max_total_time=$(FUZZ_SECONDS) -timeout=20 -rss_limit_mb=4096 -artifact_prefix=$(BUILD)/fuzz/found/ \
	        $(BUILD)/fuzz/seeds || exit 1; done

check-clang: packages-ci
	@$(MAKE) tests BUILD=$(BUILD)/clang CC=clang CXX=clang++

# ----------------------------------------------------------------------------------------------------------- install

# Where each shell looks for the completions of what is installed.
BASHDIR    = $(DATADIR)/bash-completion/completions
ZSHDIR     = $(DATADIR)/zsh/site-functions
FISHDIR    = $(DATADIR)/fish/vendor_completions.d
PC_FILES  := $(wildcard engine/dossier.pc.in engine/xapian/xapian-c.pc.in)
INSTALLED  = $(addprefix $(BINDIR)/,$(notdir $(PROGRAMS))) \
             $(addprefix $(INCLUDEDIR)/,$(notdir $(HEADERS))) \
             $(addprefix $(LIBDIR)/,$(notdir $(STATIC) $(SHARED) $(PLUG_INS) $(SHARED:%.$(SONAME)=%))) \
             $(addprefix $(LIBDIR)/pkgconfig/,$(notdir $(PC_FILES:%.in=%))) \
             $(foreach page,$(MAN),$(MANDIR)/man$(patsubst .%,%,$(suffix $(page)))/$(notdir $(page))) \
             $(addprefix $(BASHDIR)/,$(notdir $(BASH_FILES))) $(addprefix $(ZSHDIR)/,$(notdir $(ZSH_FILES))) \
             $(addprefix $(FISHDIR)/,$(notdir $(FISH_FILES))) $(addprefix $(DATADIR)/dossier/,$(notdir $(SCHEMA)))
# A folder of DESTDIR, quoted.
to = $(call quoted,$(DESTDIR)$(1))

install: all
	@$(MAKE) install-files

# Copies what stands in $(BUILD), and builds nothing.
install-files:
	install -d $(call to,$(BINDIR)) $(call to,$(INCLUDEDIR)) $(call to,$(LIBDIR)/pkgconfig)
	install -m 755 $(PROGRAMS) $(call to,$(BINDIR))
	install -m 644 $(HEADERS) $(call to,$(INCLUDEDIR))
	install -m 644 $(STATIC) $(SHARED) $(PLUG_INS) $(call to,$(LIBDIR))
	$(foreach lib,$(notdir $(SHARED)),ln -sf $(lib) $(call to,$(LIBDIR)/$(lib:%.$(SONAME)=%)) &&) true
	$(foreach pc,$(PC_FILES),sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' \
	    -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|g' \
	    -e 's|@VERSION@|$(if $(findstring xapian-c,$(pc)),$(VERSION_C),$(VERSION))|g' \
	    $(pc) > $(call to,$(LIBDIR)/pkgconfig/$(notdir $(pc:%.in=%))) &&) true
	$(foreach n,$(SECTIONS),install -d $(call to,$(MANDIR)/man$(n)) && \
	    install -m 644 $(filter %.$(n),$(MAN)) $(call to,$(MANDIR)/man$(n)) &&) true
	install -d $(call to,$(BASHDIR)) $(call to,$(ZSHDIR)) $(call to,$(FISHDIR)) $(call to,$(DATADIR)/dossier)
	install -m 644 $(BASH_FILES) $(call to,$(BASHDIR))
	install -m 644 $(ZSH_FILES) $(call to,$(ZSHDIR))
	install -m 644 $(FISH_FILES) $(call to,$(FISHDIR))
	install -m 644 $(SCHEMA) $(call to,$(DATADIR)/dossier)
# The system's linker finds a new library after this; as a user, or for a package, there is nothing to do.
	@if [ -z $(call quoted,$(DESTDIR)) ] && [ "$$(id -u)" = 0 ]; then ldconfig 2>/dev/null || true; fi

uninstall:
	rm -f $(foreach file,$(INSTALLED),$(call to,$(file)))

# BUILD may be any folder, but the sources are not to go with it.
clean:
	@if [ -e $(call quoted,$(BUILD)/Makefile) ]; then echo 'clean: $(BUILD) holds a Makefile: not removed'; exit 1; fi
	rm -rf $(call quoted,$(BUILD))
