package dev.daybreak.project.lake;

import java.util.Objects;

/**
 * A PostgreSQL database that keeps the catalog of a lake. Never printed whole.
 *
 * @param url a JDBC URL
 * @param user empty if none
 * @param password empty if none
 */
public record CatalogDatabase(String url, String user, String password) {
    public CatalogDatabase {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    /** Neither user nor parameters: there may be a password among them. */
    @Override
    public String toString() {
        return url.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
    }
}
