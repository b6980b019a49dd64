# engines.py: the engines of make bench: how each is got and built, and how it is called.
# SPDX-License-Identifier: GPL-2.0-or-later
import ctypes
import glob
import os
import re
import shutil
import subprocess
import sys

import queries

HERE = os.path.dirname(os.path.abspath(__file__))
# The newest first, with the least Java each runs on; the last is a yardstick of its own.
LUCENE = (("10.6.0", 21, "lucene-analysis-common", "api10"), ("9.12.3", 11, "lucene-analysis-common", "api10"))
LUCENE_8 = ("8.7.0", 8, "lucene-analyzers-common", "api8")


class Skip(Exception):
    """Why an engine is not there."""


def say(argv, what, log, **more):
    """Runs a step of getting an engine; where it fails, the engine is skipped and the log says more."""
    with open(log, "ab") as out:
        try:
            if subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=1200, **more).returncode:
                raise Skip(f"{what} failed: see {log}")
        except (OSError, subprocess.TimeoutExpired) as e:
            raise Skip(f"{what} failed: {e}") from None


class Engine:
    jit = False       # its first answers are slow
    ours = False

    def __init__(self, name, place):
        self.name = name
        self.dir = os.path.join(place, "index", name.replace(" ", "-"))

    def words(self, query):
        """A query as this engine's parser reads it."""
        return query

    def one(self, query):
        """One process that answers one query with ten hits shown: its arguments, and standard input or None."""
        return self.query_argv(), f"SHOW_10\t{self.words(query)}\n"


class Ours(Engine):
    ours = True

    def __init__(self, build, place, backend):
        super().__init__(f"dossier {backend}", place)
        self.build, self.backend = build, backend

    def index_argv(self, corpus, passages):
        return [os.path.join(self.build, "dossier-index"), "-q", "-d", self.dir, "--backend", self.backend, corpus]

    def query_argv(self):
        return [os.path.join(self.build, "tests/bench/ours"), "query", self.dir]

    def one(self, query):
        return [os.path.join(self.build, "dossier-query"), "-d", self.dir, "-n", "10", "--", query], None


class Driver(Engine):
    """A peer by a driver in C."""

    def __init__(self, name, version, build, place):
        super().__init__(f"{name} {version}" if version else name, place)
        self.driver = os.path.join(build, "tests/bench", name)
        if not os.access(self.driver, os.X_OK):
            raise Skip(f"its driver was not built: {self.driver}")

    def index_argv(self, corpus, passages):
        return [self.driver, "index", passages, self.dir]

    def query_argv(self):
        return [self.driver, "query", self.dir]


class Fts5(Driver):
    def words(self, query):
        return queries.fts5(query)


class Xapian(Driver):
    def one(self, query):
        if shutil.which("quest") is None:
            return super().one(query)
        return ["quest", "-d", self.dir, "-m", "10", query], None


class Tantivy(Engine):
    def __init__(self, place):
        with open(os.path.join(HERE, "tantivy/Cargo.toml"), encoding="utf-8") as f:
            version = re.search(r'^\[dependencies\.tantivy\]\nversion = "=([\d.]+)"', f.read(), re.M).group(1)
        super().__init__(f"tantivy {version}", place)
        if shutil.which("cargo") is None:
            raise Skip("there is no cargo")
        # Built from a copy, so that cargo writes nothing among the sources.
        source = os.path.join(place, "tantivy")
        shutil.copytree(os.path.join(HERE, "tantivy"), source, dirs_exist_ok=True)
        say(["cargo", "build", "--release", "--quiet"], "cargo build", os.path.join(place, "tantivy.log"), cwd=source)
        self.program = os.path.join(source, "target/release/tantivy-bench")

    def index_argv(self, corpus, passages):
        return [self.program, "index", passages, self.dir]

    def query_argv(self):
        return [self.program, "query", self.dir]


def javas():
    """(version, folder of java and javac) of each JDK there is, the newest first."""
    folders = [os.path.join(os.environ["JAVA_HOME"], "bin")] if os.environ.get("JAVA_HOME") else []
    if shutil.which("javac"):
        folders.append(os.path.dirname(os.path.realpath(shutil.which("javac"))))
    folders += glob.glob("/usr/lib/jvm/*/bin")
    found = {}
    for folder in {os.path.realpath(f) for f in folders if os.access(os.path.join(f, "javac"), os.X_OK)}:
        text = subprocess.run([os.path.join(folder, "javac"), "-version"], capture_output=True, text=True).stdout
        version = re.search(r"javac (?:1\.)?(\d+)", text)
        if version:
            found[int(version.group(1))] = folder
    return sorted(found.items(), reverse=True)


class Lucene(Engine):
    jit = True

    def __init__(self, release, place):
        version, least, self.analysis, self.api = release
        java = next(((number, folder) for number, folder in javas() if number >= least), None)
        if java is None:
            raise Skip(f"Lucene {version} needs a JDK {least} or later (default-jdk-headless)")
        if shutil.which("mvn") is None:
            raise Skip("there is no mvn to fetch Lucene with (maven)")
        self.stop = ["stop"] if os.environ.get("BENCH_LUCENE_STOP") == "1" else []
        super().__init__(f"lucene {version}" + (" stop" if self.stop else ""), place)
        self.place = os.path.join(place, f"lucene-{version}")
        self.jdk, self.bin = java
        self.build(version, os.path.join(place, f"lucene-{version}.log"))

    def build(self, version, log):
        jars, classes = os.path.join(self.place, "jars"), os.path.join(self.place, "classes")
        if not glob.glob(os.path.join(jars, f"lucene-highlighter-{version}.jar")):
            say(["mvn", "-q", "-B", "-f", os.path.join(HERE, "lucene/pom.xml"), f"-Dlucene={version}",
                 f"-Danalysis={self.analysis}", "dependency:copy-dependencies", f"-DoutputDirectory={jars}"],
                f"fetching Lucene {version}", log)
        os.makedirs(classes, exist_ok=True)
        say([os.path.join(self.bin, "javac"), "-d", classes, "-cp", os.path.join(jars, "*"),
             os.path.join(HERE, "lucene/Bench.java"), os.path.join(HERE, "lucene", self.api, "Api.java")], "javac", log)
        self.java = [os.path.join(self.bin, "java"), "-Xmx2g"]
        if self.api == "api10" and self.jdk >= 21:
            self.java += ["--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"]
        self.java += ["-cp", f"{classes}:{jars}/*", "Bench"]

    def index_argv(self, corpus, passages):
        return self.java + ["index", passages, self.dir] + self.stop

    def query_argv(self):
        return self.java + ["query", self.dir] + self.stop


def backends(build):
    """The backends of the library, the default first."""
    library = ctypes.CDLL(os.path.join(build, "libdossier.so"))
    library.dossier_backends.restype = ctypes.POINTER(ctypes.c_char_p)
    names, out = library.dossier_backends(), []
    while names[len(out)] is not None:
        out.append(names[len(out)].decode())
    return out


def version_of(module):
    done = subprocess.run(["pkg-config", "--modversion", module], capture_output=True, text=True)
    return done.stdout.strip()


def newest_lucene(place):
    reasons = []
    for release in LUCENE:
        try:
            return Lucene(release, place)
        except Skip as e:
            reasons.append(str(e))
    raise Skip("; ".join(reasons))


def find(build, place, wanted, asked_backends):
    """The engines there are, ours first, and (name, reason) of those there are not."""
    ours = [Ours(build, place, name) for name in asked_backends or backends(build)[:1]]
    peers = (("lucene", lambda: newest_lucene(place)), ("lucene8", lambda: Lucene(LUCENE_8, place)),
             ("tantivy", lambda: Tantivy(place)), ("xapian", lambda: Xapian("xapian", version_of("xapian-core"), build,
                                                                            place)),
             ("fts5", lambda: Fts5("fts5", version_of("sqlite3"), build, place)))
    unknown = set(wanted) - {name for name, _ in peers}
    if unknown:
        sys.exit(f"BENCH_ENGINES: {' '.join(sorted(unknown))}: not among {' '.join(name for name, _ in peers)}")
    found, skipped = ours, []
    for name, make in peers:
        if wanted and name not in wanted:
            continue
        print(f"getting {name}", file=sys.stderr, flush=True)
        try:
            found.append(make())
        except Skip as e:
            skipped.append((name, str(e)))
    if not wanted:
        skipped.append(("pisa", "to be had only within a Python package (pyterrier-pisa), not query by query"))
    return found, skipped
