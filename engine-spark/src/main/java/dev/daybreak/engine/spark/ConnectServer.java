package dev.daybreak.engine.spark;

import java.util.concurrent.CountDownLatch;

/**
 * The application of the server's process: a session of Spark's, and its Connect service beside it. It ends with its process.
 *
 * <p>It stands for Spark's own {@code SparkConnectServer}, which keeps the classes apart that clients add to their sessions. Daybreak's add none, and
 * what looks for them is slow: for each name in a query's compiled code, tasks ask the driver over the network for a class that is not there. Others
 * set {@code spark.sql.artifact.isolation.enabled} for that, which {@code SparkConnectServer} overrides.
 *
 * <p>The compiler of queries guesses what a name may mean, and asks for one class after another that is not there. Each time all jars would be looked
 * through, which took a fourteenth of the time of small queries, so {@link MissedClasses} answers.
 *
 * <p>Spark is named in words only, as in {@link ServerMain}.
 */
public final class ConnectServer {
    private ConnectServer() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws ReflectiveOperationException, InterruptedException {
        Thread main = Thread.currentThread();
        // What starts other threads here hands it on to them.
        main.setContextClassLoader(new MissedClasses(main.getContextClassLoader()));
        Object builder = Class.forName("org.apache.spark.sql.classic.SparkSession")
                .getMethod("builder")
                .invoke(null);
        Object session = builder.getClass().getMethod("getOrCreate").invoke(builder);
        Object context = session.getClass().getMethod("sparkContext").invoke(session);
        Class.forName("org.apache.spark.sql.connect.service.SparkConnectService")
                .getMethod("start", Class.forName("org.apache.spark.SparkContext"))
                .invoke(null, context);
        new CountDownLatch(1).await();
    }
}
