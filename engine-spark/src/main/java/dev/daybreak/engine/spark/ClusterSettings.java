package dev.daybreak.engine.spark;

import java.util.Map;

/** What a session is set to so that joins and shuffles fit the data, on one machine and on many. None of it changes what rows a query yields. */
final class ClusterSettings {
    static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("spark.sql.adaptive.enabled", "true"),
            // Tasks after a shuffle are as many as its data need: a small table is not put through 200 of them.
            Map.entry("spark.sql.adaptive.coalescePartitions.enabled", "true"),
            Map.entry("spark.sql.adaptive.skewJoin.enabled", "true"),
            Map.entry("spark.sql.autoBroadcastJoinThreshold", "10MB"),
            // Files are packed: by their size alone, tables would be broadcast that take many times as much memory.
            Map.entry("spark.sql.sources.fileCompressionFactor", "4"),
            // Two tables that are split by the hash of what joins them are joined bucket by bucket, also if they are
            // split by time too, or if one lacks some of the other's buckets. What would divide large buckets, partial
            // clustering, stays off: Spark before 4.1.2 yields wrong rows with it (SPARK-55848).
            Map.entry("spark.sql.sources.v2.bucketing.enabled", "true"),
            Map.entry("spark.sql.sources.v2.bucketing.pushPartValues.enabled", "true"),
            Map.entry("spark.sql.sources.v2.bucketing.partiallyClusteredDistribution.enabled", "false"),
            Map.entry("spark.sql.sources.v2.bucketing.allowJoinKeysSubsetOfPartitionKeys.enabled", "true"),
            Map.entry("spark.sql.requireAllClusterKeysForCoPartition", "false"));

    private ClusterSettings() {}
}
