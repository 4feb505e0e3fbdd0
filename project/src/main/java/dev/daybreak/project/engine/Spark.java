package dev.daybreak.project.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where Apache Spark runs, if it computes. */
public sealed interface Spark {
    /** What a text may name. */
    String PERMITTED =
            "a server such as 'sc://host:15002', or a master: 'spark://host:7077', 'k8s://https://host:6443', 'yarn'"
                    + " or 'local[2]'";

    /** What a text names as the place of Spark; empty if it is none of {@link #PERMITTED}. */
    static Optional<Spark> parse(String text) {
        return Server.URL.matcher(text).matches()
                ? Optional.of(new Server(text))
                : Master.isMaster(text) ? Optional.of(new Master(text, new TreeMap<>())) : Optional.empty();
    }

    /** A server that is started on this machine and computes here, within the bounds of the engine's settings. */
    record Local() implements Spark {
        @Override
        public String toString() {
            return "local";
        }
    }

    /**
     * A Spark Connect server that runs.
     *
     * @param url such as {@code sc://host:15002}; what follows the port may hold a token
     */
    record Server(String url) implements Spark {
        private static final Pattern URL = Pattern.compile("sc://[^/\\s]+(/\\S*)?");

        public Server {
            Objects.requireNonNull(url, "url");
        }

        /** Tells host and port only. */
        @Override
        public String toString() {
            return url.replaceFirst("^(sc://[^/]+).*$", "$1");
        }
    }

    /**
     * A driver that is started on this machine, as a Spark Connect server, and has its work done by a cluster.
     *
     * @param url of the cluster's master, as Spark takes it
     * @param conf settings of Spark's, by key; some may be secret
     */
    record Master(String url, SortedMap<String, String> conf) implements Spark {
        private static final Pattern STANDALONE = Pattern.compile("spark://[^/:,\\s]+:\\d{1,5}(,[^/:,\\s]+:\\d{1,5})*");
        private static final Pattern KUBERNETES = Pattern.compile("k8s://(https?://)?[^/:\\s]+(:\\d{1,5})?(/\\S*)?");
        private static final Pattern LOCAL = Pattern.compile("local(\\[(\\d+|\\*)(,\\s*\\d+)?])?");

        public Master {
            Objects.requireNonNull(url, "url");
            conf = new TreeMap<>(conf);
        }

        @Override
        public SortedMap<String, String> conf() {
            return new TreeMap<>(conf);
        }

        static boolean isMaster(String text) {
            return text.equals("yarn")
                    || STANDALONE.matcher(text).matches()
                    || KUBERNETES.matcher(text).matches()
                    || LOCAL.matcher(text).matches();
        }

        /** Whether the driver does all of the work itself, on this machine. */
        public boolean isLocal() {
            return LOCAL.matcher(url).matches();
        }

        public boolean isKubernetes() {
            return url.startsWith("k8s://");
        }

        public boolean isYarn() {
            return url.equals("yarn");
        }

        /** The hosts and ports, as {@code host:port}, at which the cluster listens; empty if the URL does not tell. */
        public List<String> addresses() {
            if (url.startsWith("spark://")) {
                return List.of(url.substring("spark://".length()).split(","));
            }
            Matcher parts = Pattern.compile("k8s://(?:(https?)://)?([^/:]+)(?::(\\d+))?.*")
                    .matcher(url);
            if (!parts.matches()) {
                return List.of();
            }
            String usual = "http".equals(parts.group(1)) ? "80" : "443";
            return List.of(parts.group(2) + ":" + (parts.group(3) == null ? usual : parts.group(3)));
        }

        /** Tells the keys of the settings only. */
        @Override
        public String toString() {
            return conf.isEmpty() ? url : url + " " + conf.keySet();
        }
    }
}
