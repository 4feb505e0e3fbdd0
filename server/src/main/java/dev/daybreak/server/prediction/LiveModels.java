package dev.daybreak.server.prediction;

import dev.daybreak.models.prediction.Predictor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that answer now. A refresh loads a version that became live, then swaps it in; requests that began with the
 * version before end with it. Thread-safe; refreshes run one at a time.
 */
final class LiveModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveModels.class);

    private final ModelSource source;
    private final Map<String, ServedModel> live = new ConcurrentHashMap<>();
    private final Map<String, Broken> broken = new ConcurrentHashMap<>();
    private boolean closed;

    /** A version that is to be live and cannot be loaded. */
    private record Broken(int version, String why) {}

    LiveModels(ModelSource source) {
        this.source = source;
    }

    List<String> names() {
        return source.names();
    }

    boolean isAnyLive() {
        return !live.isEmpty();
    }

    List<Endpoint> endpoints() {
        return names().stream().sorted().map(this::endpoint).toList();
    }

    private Endpoint endpoint(String name) {
        Optional<ServedModel> served = Optional.ofNullable(live.get(name));
        return new Endpoint(
                name,
                served.map(model -> new Endpoint.Served(model.version(), model.since())),
                Optional.ofNullable(broken.get(name))
                        .map(found -> "Version " + found.version() + " cannot be served: " + found.why()));
    }

    /** The live version of a model, to be closed after use; empty if there is none. */
    Optional<ServedModel> acquire(String name) {
        while (true) {
            ServedModel model = live.get(name);
            if (model == null) {
                return Optional.empty();
            }
            if (model.acquire()) {
                return Optional.of(model);
            }
        }
    }

    /** Follows the source. Whatever goes wrong is logged, and the version before keeps answering. */
    synchronized void refresh() {
        if (closed) {
            return;
        }
        for (String name : source.names()) {
            try {
                follow(name, source.liveVersion(name));
            } catch (RuntimeException e) {
                LOG.warn("Cannot find out which version of model '{}' is live; nothing is changed", name, e);
            }
        }
    }

    private void follow(String name, OptionalInt wanted) {
        ServedModel current = live.get(name);
        if (wanted.isEmpty()) {
            broken.remove(name);
            if (live.remove(name) != null) {
                current.close();
                LOG.info("Model '{}' is no longer served: no version is live", name);
            }
            return;
        }
        int version = wanted.getAsInt();
        if (current != null && current.version() == version) {
            broken.remove(name);
            return;
        }
        Predictor predictor;
        try {
            predictor = Predictor.load(source.artifact(name, version));
        } catch (RuntimeException e) {
            Broken before = broken.put(name, new Broken(version, String.valueOf(e.getMessage())));
            if (before == null || before.version() != version) {
                LOG.error(
                        "Model '{}' version {} cannot be served, {} keeps answering; promote a version that can be loaded: {}",
                        name,
                        version,
                        current == null ? "nothing" : "version " + current.version(),
                        e.getMessage());
            }
            return;
        }
        broken.remove(name);
        live.put(name, new ServedModel(name, version, predictor));
        if (current != null) {
            current.close();
        }
        LOG.info("Model '{}' is served in version {}", name, version);
    }

    @Override
    public synchronized void close() {
        closed = true;
        live.values().forEach(ServedModel::close);
        live.clear();
    }
}
