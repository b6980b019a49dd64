# report.py: the figures of make bench as one table, and as lines of JSON.
# SPDX-License-Identifier: GPL-2.0-or-later
import json
import statistics


class Report:
    """Figures by row and engine, smaller being better; each also goes to a file as a line of JSON."""

    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8")
        self.rows = {}

    def close(self):
        self.file.close()

    def record(self, what, **values):
        self.file.write(json.dumps({"what": what, **values}, ensure_ascii=False) + "\n")
        self.file.flush()

    def figure(self, row, engine, value, **more):
        self.rows.setdefault(row, {})[engine] = value
        self.record("figure", row=row, engine=engine, value=value, **more)

    def kinds(self, mode, engine, kinds, medians, rounds):
        """The mean of medians for each kind of query, and for all."""
        by_kind = {}
        for kind, median in zip(kinds, medians):
            by_kind.setdefault(kind, []).append(1000 * median)
        for kind, times in [*by_kind.items(), ("all", [1000 * median for median in medians])]:
            self.figure(f"{mode} {kind} ({len(times)}), ms", engine, statistics.mean(times), rounds=rounds)

    def table(self, engines):
        """Lines of text: each peer's figure is followed by ours divided by it."""
        ours = engines[0]
        lines = [["", *engines]]
        for row, values in self.rows.items():
            cells = []
            for engine in engines:
                value = values.get(engine)
                cell = "-" if value is None else f"{value:.3f}" if value < 10 else f"{value:.1f}"
                if engine != ours and value and values.get(ours) is not None:
                    cell += f" ({values[ours] / value:.2f})"
                cells.append(cell)
            lines.append([row, *cells])
        widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
        return ["  ".join([line[0].ljust(widths[0])] + [cell.rjust(w) for cell, w in zip(line[1:], widths[1:])])
                for line in lines]
