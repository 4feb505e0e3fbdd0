package dev.daybreak.server.web;

import dev.daybreak.project.access.AccessToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** Who has which token, of which only hashes are held. Thread-safe. */
public final class KnownTokens {
    private final List<Hashed> tokens;

    /** Who has a token, and its hash. */
    private static final class Hashed {
        private final Caller caller;
        private final byte[] digest;

        Hashed(AccessToken token) {
            this.caller = new Caller(token.name(), token.role());
            this.digest = digest(token.secret());
        }

        boolean is(byte[] shown) {
            return MessageDigest.isEqual(digest, shown);
        }
    }

    public KnownTokens(List<AccessToken> tokens) {
        this.tokens = tokens.stream().map(Hashed::new).toList();
    }

    /** Whether there are none, and so nobody can show one. */
    public boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** Who has the token that is shown. */
    public Optional<Caller> find(String secret) {
        byte[] shown = digest(secret);
        Caller found = null;
        // All are compared, each in constant time, so that the time tells nothing.
        for (Hashed token : tokens) {
            found = token.is(shown) ? token.caller : found;
        }
        return Optional.ofNullable(found);
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot find SHA-256, which every Java has", e);
        }
    }
}
