package dev.daybreak.server.pages.models;

import dev.daybreak.models.artifact.ModelArtifact;
import dev.daybreak.models.artifact.ModelArtifact.Description;
import dev.daybreak.models.registry.ModelVersion;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What archives of versions say, read once: an archive never changes. Thread-safe. */
final class Descriptions {
    private static final int MOST = 100;

    private final Path state;
    private final Map<String, Description> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Description> eldest) {
            return size() > MOST;
        }
    });

    /** @param state the folder that paths of artifacts are relative to */
    Descriptions(Path state) {
        this.state = state;
    }

    /** @throws dev.daybreak.project.problem.DaybreakException if the archive is not there, or cannot be read */
    Description of(ModelVersion version) {
        String key = version.artifact() + " " + version.sha256();
        Description found = known.get(key);
        if (found == null) {
            found = ModelArtifact.describe(state.resolve(version.artifact()));
            known.put(key, found);
        }
        return found;
    }
}
