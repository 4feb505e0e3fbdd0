package dev.daybreak.engine.spark;

import dev.daybreak.project.engine.Spark;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import org.apache.spark.sql.connect.SparkSession;

/** Whether a server that runs is one that Daybreak can compute on. */
final class ServerCheck {
    private static final String VERSION = "4.1.";
    private static final String RUNTIME = "iceberg-spark-runtime-4.1_2.13";
    private static final String RUNTIME_VERSION = "1.12.0";

    private ServerCheck() {}

    /**
     * Asks the server for its version, and for the tables that writes go through.
     *
     * @param spark a session with the settings of {@link IcebergFolder}
     * @throws DaybreakException NOT_FOUND with what it lacks
     */
    static void require(SparkSession spark, Spark.Server server) {
        String version = spark.version();
        if (!version.startsWith(VERSION)) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Cannot compute on Spark at " + server + ": it is of version " + version + ", but must be of 4.1.",
                    "Start a Spark Connect server of Spark 4.1 there, with " + RUNTIME + ".");
        }
        try {
            spark.table(IcebergFolder.ANY).schema();
        } catch (Exception e) {
            // That there is no such table is what a server with the runtime says. Spark's exceptions are checked ones
            // that its
            // methods, written in Scala, do not declare.
            if (String.valueOf(e.getMessage()).contains(IcebergFolder.CATALOG_CLASS)) {
                throw new DaybreakException(
                        ErrorCode.NOT_FOUND,
                        "Cannot compute on Spark at " + server
                                + ": Iceberg's runtime is not on its class path (it has no class "
                                + IcebergFolder.CATALOG_CLASS + ").",
                        "Start it with " + RUNTIME + "-" + RUNTIME_VERSION
                                + ".jar, as by --packages org.apache.iceberg:" + RUNTIME + ":" + RUNTIME_VERSION + ".",
                        e);
            }
        }
    }
}
