package dev.daybreak.project.access;

import java.util.Objects;

/**
 * What a person or program shows to be let in over HTTP.
 *
 * @param name whose it is, for the audit log
 * @param secret never printed: {@link #toString} leaves it out
 */
public record AccessToken(String name, Role role, String secret) {
    /** How many characters a secret has at least. */
    public static final int SHORTEST = 20;

    public AccessToken {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(secret, "secret");
    }

    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
