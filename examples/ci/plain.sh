#!/bin/sh
# Any other CI: reports as files, and the exit code of wireproof as the result.
set -u
mkdir -p reports
wireproof check --report junit=reports/wireproof.xml --report html=reports/wireproof.html --report markdown=reports/wireproof.md "$@"
