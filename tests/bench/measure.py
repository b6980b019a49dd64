# measure.py: how make bench takes its figures: whole processes, and engines that stay and answer line by line.
# SPDX-License-Identifier: GPL-2.0-or-later
import os
import statistics
import subprocess
import time


class Failure(Exception):
    """An engine could not do what was asked: its name and its last words."""


def tail(path, size=300):
    with open(path, "rb") as f:
        return " ".join(f.read()[-size:].decode("utf-8", "replace").split())


def size_of(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)


def run(argv, log, stdin=None, ok=(0,)):
    """Runs a process to its end: seconds on the clock, seconds of processor time, peak memory in bytes.

    The peak of a spawned process counts this one's memory too, so this one keeps nothing large."""
    null = os.open(os.devnull, os.O_RDWR)
    errors = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    source = null
    if stdin is not None:
        source, sink = os.pipe()
        os.write(sink, stdin.encode("utf-8"))
        os.close(sink)
    moves = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, errors, 2)]
    try:
        began = time.perf_counter()
        pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=moves)
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - began
    finally:
        for fd in {null, errors, source}:
            os.close(fd)
    if os.waitstatus_to_exitcode(status) not in ok:
        raise Failure(f"{argv[0]} exited with {os.waitstatus_to_exitcode(status)}: {tail(log)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


class Session:
    """An engine's process that answers queries: MODE<TAB>WORDS in, NANOSECONDS<TAB>NUMBER out."""

    def __init__(self, argv, log):
        self.argv, self.log = argv, log
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                                            encoding="utf-8")

    def ask(self, mode, words):
        """Seconds as the engine took them, and the number of hits or matches."""
        try:
            self.process.stdin.write(f"{mode}\t{words}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"{self.argv[0]} ended at {mode} {words}: {tail(self.log)}")
        taken, number = line.split("\t")
        return int(taken) / 1e9, int(number)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def heat(ask, items, seconds):
    """Asks over and over for some time, so that what compiles itself as it runs has done so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for item in items:
            ask(item)


def paired(names, ask, items, rounds, warm, slow):
    """Each item's median seconds for each name, engines taking turns; rounds not timed come first.

    ask(name, item) gives seconds.  An engine whose first round takes over `slow` seconds is asked in one more only.
    Returns {name: [median, ...]} and {name: how many rounds they are of}."""
    times = {name: [[] for _ in items] for name in names}
    late = set()
    for turn in range(warm + rounds):
        for name in names:
            if name in late and turn != warm:
                continue
            began = time.perf_counter()
            for i, item in enumerate(items):
                seconds = ask(name, item)
                if turn >= warm:
                    times[name][i].append(seconds)
            if time.perf_counter() - began > slow:
                late.add(name)
    medians = {name: [statistics.median(t) for t in lists] for name, lists in times.items()}
    return medians, {name: len(lists[0]) for name, lists in times.items()}
