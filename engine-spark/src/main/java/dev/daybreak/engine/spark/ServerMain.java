package dev.daybreak.engine.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;

/**
 * The main class of the server's process: Spark's own, and an end when the parent's does. The parent holds the other side of standard
 * input, which the system closes when the parent ends, however it ends.
 *
 * <p>Spark is named in words only, since its jars are on the server's class path and not on this module's.
 */
final class ServerMain {
    private ServerMain() {}

    /** @param arguments those of {@code SparkSubmit} */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(ServerMain::endWithParent, "daybreak-parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName("org.apache.spark.deploy.SparkSubmit")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("Cannot watch the parent process: " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }
}
