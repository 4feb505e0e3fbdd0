package dev.daybreak.server.prediction;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Models whose live version a test sets. */
final class FolderModels implements ModelSource {
    private final Path folder;
    private final List<String> names;
    private final Map<String, Integer> live = new ConcurrentHashMap<>();

    FolderModels(Path folder, String... names) {
        this.folder = folder;
        this.names = List.of(names);
    }

    FolderModels live(String name, int version) {
        live.put(name, version);
        return this;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public OptionalInt liveVersion(String name) {
        Integer version = live.get(name);
        return version == null ? OptionalInt.empty() : OptionalInt.of(version);
    }

    @Override
    public Path artifact(String name, int version) {
        return folder.resolve(name).resolve(Integer.toString(version)).resolve("model.tar.gz");
    }
}
