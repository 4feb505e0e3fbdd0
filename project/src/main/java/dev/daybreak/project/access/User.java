package dev.daybreak.project.access;

import java.util.Objects;

/**
 * Somebody who signs in with a name and a password.
 *
 * @param name also for the audit log
 */
public record User(String name, Role role, PasswordHash password) {
    public User {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(password, "password");
    }
}
