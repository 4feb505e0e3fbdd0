package dev.daybreak.engine.spark;

import dev.daybreak.engine.EngineProvider.Options;
import dev.daybreak.project.engine.Spark;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings of Spark's for a driver that is started here: what Daybreak presets, what the project says, and what must be so. */
final class DriverConf {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String JARS = "spark.jars";
    private static final String ICEBERG_JAR = "iceberg-spark-runtime-";

    private DriverConf() {}

    /**
     * The settings of a driver where an engine with these options computes, which is no server that runs.
     *
     * @param folder in which it spills
     */
    static SortedMap<String, String> of(Options options, Path folder) {
        return options.place() instanceof Spark.Master master
                ? of(master, options.serverJars(), folder)
                : local(options.threads(), folder);
    }

    /** Lets executors have the jars of a folder too. */
    static void addJars(SortedMap<String, String> conf, Path folder) {
        conf.merge(JARS, names(folder, ""), (others, names) -> others + "," + names);
    }

    /**
     * The settings of a driver that has a cluster work for it.
     *
     * @param jars the folder with the driver's jars
     * @param folder in which it spills
     */
    static SortedMap<String, String> of(Spark.Master master, Path jars, Path folder) {
        SortedMap<String, String> conf = common(folder);
        if (isOnThisMachine(master)) {
            loopback(conf);
        }
        if (!master.isLocal()) {
            // A machine that is about to be taken away hands over what it computed, and no stage is computed again.
            conf.put("spark.decommission.enabled", "true");
            conf.put("spark.storage.decommission.enabled", "true");
            conf.put("spark.storage.decommission.shuffleBlocks.enabled", "true");
            conf.put("spark.storage.decommission.rddBlocks.enabled", "true");
            conf.put(JARS, names(jars, ICEBERG_JAR));
        }
        if (master.isYarn()) {
            conf.put("spark.yarn.jars", jars.toUri() + "*.jar");
        }
        master.conf()
                .forEach((key, value) ->
                        conf.merge(key, value, (preset, said) -> key.equals(JARS) ? preset + "," + said : said));
        return conf;
    }

    /** The settings of one that works itself, on so many threads. */
    static SortedMap<String, String> local(int threads, Path folder) {
        SortedMap<String, String> conf = common(folder);
        loopback(conf);
        conf.put("spark.sql.shuffle.partitions", Integer.toString(8 * threads));
        return conf;
    }

    private static SortedMap<String, String> common(Path folder) {
        SortedMap<String, String> conf = new TreeMap<>(ClusterSettings.ALL);
        conf.putAll(Map.ofEntries(
                Map.entry("spark.app.name", "daybreak"),
                // Rows go to the client partition by partition; their sum may be as large as the client can take.
                Map.entry("spark.driver.maxResultSize", "0"),
                // Apart from what is written for the project: on Kubernetes, executors have a folder of their own under
                // this name.
                Map.entry("spark.local.dir", folder.resolve("spill").toString()),
                Map.entry(
                        "spark.sql.warehouse.dir",
                        folder.resolve("warehouse").toUri().toString()),
                Map.entry("spark.log.level", "WARN"),
                Map.entry("spark.ui.port", "0"),
                Map.entry("spark.ui.enabled", "false")));
        return conf;
    }

    private static void loopback(Map<String, String> conf) {
        conf.put("spark.driver.bindAddress", LOOPBACK);
        conf.put("spark.driver.host", LOOPBACK);
    }

    private static boolean isOnThisMachine(Spark.Master master) {
        return master.isLocal()
                || (!master.addresses().isEmpty() && master.addresses().stream().allMatch(DriverConf::isLoopback));
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address.substring(0, address.lastIndexOf(':')))
                    .isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The jars of a folder whose names begin so, with commas between. */
    private static String names(Path jars, String prefix) {
        try (Stream<Path> files = Files.list(jars)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .map(file -> file.toAbsolutePath().toString())
                    .collect(Collectors.joining(","));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where Hadoop's own settings lie, for the class path of a driver on YARN; empty if nowhere. */
    static String hadoopFolders() {
        return Stream.of("HADOOP_CONF_DIR", "YARN_CONF_DIR")
                .map(System.getenv()::get)
                .filter(folder -> folder != null && !folder.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
