#!/usr/bin/env python3
"""Runs the benchmarks of the readers in one go and prints docs/performance.md's tables.

    python3 .ci/performance.py [COUNT]     COUNT rounds, of which the median counts (default 3)
"""
import re, statistics, subprocess, sys

count = sys.argv[1] if len(sys.argv) > 1 else "3"


def bench(names, cpus):
    out = subprocess.run(["go", "test", "./pkg/grid", "-run", "^$", "-bench", "^Benchmark(" + "|".join(names) + ")$",
                          "-benchtime", "3x", "-count", count, "-cpu", str(cpus), "-timeout", "30m"], capture_output=True, text=True)
    if out.returncode:
        sys.exit(out.stdout + out.stderr)
    got = {}
    for line in out.stdout.splitlines():
        m = re.match(r"Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)", line)
        if m:
            values = re.findall(r"([\d.]+) (\S+)", m.group(2))
            for value, unit in values:
                got.setdefault(m.group(1), {}).setdefault(unit, []).append(float(value))
    cpu = re.search(r"cpu: (.*)", out.stdout)
    return {name: {u: statistics.median(v) for u, v in units.items()} for name, units in got.items()}, cpu.group(1) if cpu else ""


one, cpu = bench(["Returned", "ReturnedFloor", "ReturnedExcelize", "Large", "LargeFloor", "LargeExcelize", "XLS", "ODS"], 1)
two, _ = bench(["ReturnedTogether", "ReturnedExcelizeTogether"], 2)


def ms(name, of=one):
    return of[name]["ns/op"] / 1e6


print(f"On two cores of {cpu}, medians of {count} rounds.\n")
print("| | 1,000 returned sheets (40 x 12) | one sheet of 100,000 x 12 |")
print("|---|---|---|")
print(f"| this reader, one core | {ms('Returned'):.0f} ms | {ms('Large'):.0f} ms |")
print(f"| floor: inflating and finding every tag | {ms('ReturnedFloor'):.0f} ms | {ms('LargeFloor'):.0f} ms |")
print(f"| excelize, `Rows`, raw values, one core | {ms('ReturnedExcelize'):.0f} ms | {ms('LargeExcelize'):.0f} ms |")
print(f"| time over the floor | **{ms('Returned') / ms('ReturnedFloor'):.2f} x** | **{ms('Large') / ms('LargeFloor'):.2f} x** |")
print(f"| faster than excelize, per core | **{ms('ReturnedExcelize') / ms('Returned'):.1f} x** | **{ms('LargeExcelize') / ms('Large'):.1f} x** |")
print(f"| this reader, both cores | {ms('ReturnedTogether', two):.0f} ms | |")
print(f"| excelize, both cores | {ms('ReturnedExcelizeTogether', two):.0f} ms | |")
print(f"| both cores against one of excelize's, of both | **{ms('ReturnedExcelize') / ms('ReturnedTogether', two):.1f} x**, **{ms('ReturnedExcelizeTogether', two) / ms('ReturnedTogether', two):.1f} x** | |")
print(f"| both cores against one | {ms('Returned') / ms('ReturnedTogether', two):.2f} x | |")
print(f"| allocations per cell | {one['Returned']['allocs/cell']:.2f} | {one['Large']['allocs/cell']:.4f} |")
print(f"| memory for reading : text in the cells | | {one['Large']['memMB']:.0f} MB : {one['Large']['textMB']:.0f} MB = **{one['Large']['memMB'] / one['Large']['textMB']:.1f} x** |")
print("\n| time per cell | small | large |")
print("|---|---|---|")
print(f"| xlsx | {one['Returned']['ns/cell']:.0f} ns | {one['Large']['ns/cell']:.0f} ns |")
for kind in ("XLS", "ODS"):
    rows = {n: v for n, v in one.items() if n.startswith(kind) and "ns/cell" in v}
    for name, v in rows.items():
        print(f"| {name} | {v['ns/cell']:.0f} ns | |")
