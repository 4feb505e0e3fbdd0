package dev.daybreak.server.web;

import dev.daybreak.project.access.Role;

/**
 * Whoever sends a request.
 *
 * @param name of the token; without tokens, the account that the server runs under
 */
public record Caller(String name, Role role) {}
