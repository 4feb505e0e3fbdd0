package dev.daybreak.server.iceberg;

import java.util.Arrays;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;

/** Names that become folders. */
final class Names {
    private Names() {}

    /** @throws BadRequestException if a level could lead out of the warehouse */
    static Namespace checked(Namespace namespace) {
        Arrays.stream(namespace.levels()).forEach(Names::check);
        return namespace;
    }

    /** @throws BadRequestException if the name could lead out of the warehouse */
    static TableIdentifier checked(TableIdentifier identifier) {
        checked(identifier.namespace());
        check(identifier.name());
        return identifier;
    }

    private static void check(String name) {
        if (Arrays.stream(name.split("[/\\\\]", -1)).anyMatch(part -> part.equals(".") || part.equals(".."))) {
            throw new BadRequestException("Invalid name '%s': '.' and '..' are no names", name);
        }
    }
}
