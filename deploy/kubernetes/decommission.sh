#!/bin/bash
# What Kubernetes runs in an executor before it ends it, where Spark may decommission: the executor, which is process 1, is told to hand over
# what it computed, and is waited for. How long, the pod's terminationGracePeriodSeconds says.
set -eu
kill -s PWR 1
tail --pid=1 -f /dev/null
