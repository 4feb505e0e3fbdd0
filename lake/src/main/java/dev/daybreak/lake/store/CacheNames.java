package dev.daybreak.lake.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where copies of objects lie: under their own names, so that a location tells the path and a path the location. With few exceptions, a path is
 * the location with another beginning.
 */
public final class CacheNames {
    private static final String AFTER_SCHEME = "://";
    private static final String SIGN = "\u0001";
    private static final Pattern NO_NAME = Pattern.compile("\\.{0,2}" + SIGN + "*");

    private final Path root;

    public CacheNames(Path root) {
        this.root = root;
    }

    public Path path(String location) {
        int scheme = location.indexOf(AFTER_SCHEME);
        Path path = root.resolve(location.substring(0, scheme));
        for (String part : location.substring(scheme + AFTER_SCHEME.length()).split("/", -1)) {
            path = path.resolve(escaped(part));
        }
        return path;
    }

    /** Empty if the path is not one of a copy. */
    public Optional<String> location(Path path) {
        if (!path.startsWith(root) || path.getNameCount() < root.getNameCount() + 2) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        root.relativize(path).forEach(part -> parts.add(unescaped(part.toString())));
        return Optional.of(parts.get(0) + AFTER_SCHEME + String.join("/", parts.subList(1, parts.size())));
    }

    /** Objects may have names that no file may have: empty ones, and dots alone. Those get a sign at their end. */
    private static String escaped(String part) {
        return NO_NAME.matcher(part).matches() ? part + SIGN : part;
    }

    private static String unescaped(String name) {
        return name.endsWith(SIGN) && NO_NAME.matcher(name).matches() ? name.substring(0, name.length() - 1) : name;
    }
}
