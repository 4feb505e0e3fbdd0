package dev.daybreak.project.access;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who is let in over HTTP.
 *
 * @param tokens that programs and people show
 * @param users who sign in with a password
 * @param provider who says who somebody is, if it is asked
 * @param address where browsers reach the server, without a path; empty: where it listens
 */
public record Admission(
        List<AccessToken> tokens, List<User> users, Optional<OidcProvider> provider, Optional<URI> address) {
    /** This machine only, which may do all. */
    public static final Admission THIS_MACHINE = of(List.of());

    public Admission {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(address, "address");
        tokens = List.copyOf(tokens);
        users = List.copyOf(users);
    }

    /** Whoever has one of some tokens; without any, this machine. */
    public static Admission of(List<AccessToken> tokens) {
        return new Admission(tokens, List.of(), Optional.empty(), Optional.empty());
    }

    /** Whether nobody has to say who he is, and so only this machine is answered. */
    public boolean isThisMachineOnly() {
        return tokens.isEmpty() && users.isEmpty() && provider.isEmpty();
    }
}
