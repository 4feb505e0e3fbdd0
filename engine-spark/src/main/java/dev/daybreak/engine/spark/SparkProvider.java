package dev.daybreak.engine.spark;

import dev.daybreak.engine.Applications;
import dev.daybreak.engine.Engine;
import dev.daybreak.engine.EngineProvider;
import dev.daybreak.project.engine.Spark;

/** Opens {@link SparkEngine}s, and runs applications where they compute. */
public final class SparkProvider implements EngineProvider {
    @Override
    public String name() {
        return SparkEngine.NAME;
    }

    @Override
    public Engine open(Options options) {
        return SparkEngine.open(options);
    }

    @Override
    public String examine(Options options) {
        if (options.place() instanceof Spark.Server server) {
            ServerAddress.requireReachable(server.url());
            return server + " listens";
        }
        LocalServer.requireJars(options.serverJars());
        if (options.place() instanceof Spark.Master master) {
            ServerAddress.requireMaster(master);
            return master
                    + (master.addresses().isEmpty() ? "; its jars are there" : " listens; the driver's jars are there");
        }
        return "can be started; its jars are there";
    }

    @Override
    public Applications applications(Options options) {
        return new SparkApplications(options);
    }
}
