package dev.daybreak.project;

import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A variant of all tables of a project. Prod is what there is if nothing else is said; every other one has tables of its own only where it
 * published some, and a record of its own.
 *
 * @param name matches {@link #NAME}
 * @param shared the state folder of the project, with the lake of all environments; absolute
 */
public record Environment(String name, Path shared) {
    public static final String PROD = "prod";
    public static final Pattern NAME = Pattern.compile("(?!main$)[a-z][a-z0-9_-]{0,39}");
    public static final String PERMITTED = "a small letter, then up to 39 small letters, digits, _ and -; not 'main'";

    public Environment {
        Objects.requireNonNull(shared, "shared");
        if (!isName(name)) {
            throw new IllegalArgumentException("no name of an environment: " + name);
        }
    }

    public static Environment prod(Path shared) {
        return new Environment(PROD, shared);
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    public boolean isProd() {
        return name.equals(PROD);
    }

    /** The folder with metadata, models and logs of this environment. */
    public Path own() {
        return isProd() ? shared : others().resolve(name);
    }

    /** The folder with those of all environments but prod. */
    public Path others() {
        return shared.resolve("env");
    }

    /** The folder with the tables of all environments. */
    public Path lake() {
        return shared.resolve("lake");
    }
}
