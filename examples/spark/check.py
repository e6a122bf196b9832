"""Examines JSON lines on a cluster: Spark pipes each partition through `wireproof check - --format jsonl`.

    python3 check.py --master 'local-cluster[2,1,1024]' LAKE PARTS [OPTION OF WIREPROOF]...
    wireproof report merge PARTS/part-* --report html=report.html

LAKE is what Spark reads as text: files, folders, or patterns, on any file system that it knows. PARTS is a new folder.
The program must have the same path on each machine.
"""

import argparse
import json
import shlex

from pyspark.sql import SparkSession


def shifted(offset, lines):
    """A partition counts its own lines; the report counts those of the whole."""
    for line in lines:
        event = json.loads(line)
        for key in ("finding", "skipped"):
            if event.get(key, {}).get("line"):
                event[key]["line"] += offset
        yield json.dumps(event, ensure_ascii=False)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--master", help="the cluster; by default that of spark-submit")
    arguments.add_argument("--partitions", type=int, help="at least so many partitions")
    arguments.add_argument("--wireproof", default="wireproof", help="the program")
    arguments.add_argument("lake")
    arguments.add_argument("parts")
    arguments, options = arguments.parse_known_args()

    builder = SparkSession.builder.appName("wireproof")
    if arguments.master:
        builder = builder.master(arguments.master)
    context = builder.getOrCreate().sparkContext

    lines = context.textFile(arguments.lake, arguments.partitions)
    counts = lines.mapPartitions(lambda partition: [sum(1 for _ in partition)]).collect()
    offsets = [sum(counts[:index]) for index in range(len(counts))]
    # Findings make the exit code 1, which is no fault of the run. A run that ended early has no last line, and is not merged.
    command = shlex.join([arguments.wireproof, "check", "-", "--format", "jsonl", *options])
    found = lines.pipe(command, checkCode=False)
    found.mapPartitionsWithIndex(lambda index, part: shifted(offsets[index], part)).saveAsTextFile(arguments.parts)


if __name__ == "__main__":
    main()
