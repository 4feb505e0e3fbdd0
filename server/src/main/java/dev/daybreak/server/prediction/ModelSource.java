package dev.daybreak.server.prediction;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Which models there are to serve, and which version of each. Thread-safe; asked about once a second. */
public interface ModelSource {
    /** Every model, whether a version of it is live or not. */
    List<String> names();

    /** The version to serve; empty if there is none. */
    OptionalInt liveVersion(String name);

    /** Where a version's {@code model.tar.gz} lies. */
    Path artifact(String name, int version);
}
