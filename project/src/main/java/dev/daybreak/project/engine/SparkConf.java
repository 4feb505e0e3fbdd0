package dev.daybreak.project.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Settings of Spark's that a project may not make, since Daybreak makes them itself or its promises rest on them. */
public final class SparkConf {
    private static final String MEANING = "Daybreak sets it, so that a text means the same on both engines";
    private static final String OWN_SERVER = "Daybreak starts the server for itself alone and sets how it is reached";

    /** Why, by a pattern of keys. */
    private static final Map<Pattern, String> REFUSED = new LinkedHashMap<>();

    static {
        refuse("spark\\.master", "the master is written under 'master'");
        refuse("spark\\.submit\\.deployMode", "the driver always runs beside Daybreak");
        refuse("spark\\.driver\\.memory", "the driver's memory is written as 'memory', beside 'spark'");
        refuse(
                "spark\\.driver\\.extra(JavaOptions|ClassPath|LibraryPath)",
                "the driver is started by Daybreak; jars go under 'spark.jars'");
        refuse("spark\\.connect\\.grpc\\.binding\\..*|spark\\.connect\\.grpc\\.port\\.maxRetries", OWN_SERVER);
        refuse("spark\\.connect\\.authenticate\\.token|spark\\.port\\.maxRetries|spark\\.api\\.mode", OWN_SERVER);
        refuse("spark\\.remote|spark\\.local\\.connect", OWN_SERVER);
        refuse(
                "spark\\.local\\.dir",
                "Daybreak has the driver spill into the project's state folder, which it cleans up");
        refuse("spark\\.sql\\.catalog\\.daybreak(\\..*)?", "Daybreak writes through that catalog");
        refuse(
                "spark\\.sql\\.(ansi|legacy)\\..*|spark\\.sql\\.(caseSensitive|timestampType|session\\.timeZone)",
                MEANING);
        refuse("spark\\.sql\\.decimalOperations\\.allowPrecisionLoss", MEANING);
        refuse(
                "spark\\.sql\\.parquet\\.(fieldId\\.read\\.enabled|filterPushdown)",
                "Daybreak finds columns of files by their ids");
        refuse(
                "spark\\.sql\\.sources\\.parallelPartitionDiscovery\\.threshold",
                "Daybreak names the files to be read one by one");
    }

    private SparkConf() {}

    private static void refuse(String keys, String why) {
        REFUSED.put(Pattern.compile(keys), why);
    }

    /** Why a project may not set a key; empty if it may. */
    public static Optional<String> refusal(String key) {
        return REFUSED.entrySet().stream()
                .filter(refused -> refused.getKey().matcher(key).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
