#!/bin/bash
# What a container runs: 'executor', as Spark's driver asks for on Kubernetes, or a command of Daybreak.
set -euo pipefail

home=/opt/daybreak

if [ "${1:-}" = executor ]; then
    # Spark hands options of the JVM over as SPARK_JAVA_OPT_0, SPARK_JAVA_OPT_1 and so on.
    options=()
    for ((i = 0; ; i++)); do
        name="SPARK_JAVA_OPT_$i"
        [ -n "${!name:-}" ] || break
        options+=("${!name}")
    done
    exec java "${options[@]}" "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" \
        -cp "$home/spark/server/*:$home/spark/training/*" \
        org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
        --driver-url "$SPARK_DRIVER_URL" --executor-id "$SPARK_EXECUTOR_ID" --cores "$SPARK_EXECUTOR_CORES" \
        --app-id "$SPARK_APPLICATION_ID" --hostname "$SPARK_EXECUTOR_POD_IP" \
        --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" --podName "$SPARK_EXECUTOR_POD_NAME"
fi

# Threads of XGBoost that wait for each other spin only for a moment.
export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-20000}"
# shellcheck disable=SC2086 # DAYBREAK_JAVA_OPTS is a list of options.
exec java ${DAYBREAK_JAVA_OPTS:--Xmx1g} -XX:+UseSerialGC --add-opens java.base/java.nio=ALL-UNNAMED \
    -Ddaybreak.spark.client="$home/spark/client" -Ddaybreak.spark.server="$home/spark/server" \
    -Ddaybreak.spark.training="$home/spark/training" -Ddaybreak.command=daybreak \
    -cp "$home/lib/*" dev.daybreak.cli.Daybreak "$@"
