package dev.daybreak.project.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: enough to recognize it, too little to find it out. As a text it is {@code $pbkdf2-sha256$i=600000$SALT$HASH}, in
 * the manner of the PHC string format: PBKDF2 (RFC 8018) with HMAC-SHA-256, the number of its iterations, and salt and hash in Base64 without
 * padding. Comparing takes a good part of a second of one core, and that is its point. Immutable.
 */
public final class PasswordHash {
    /** How many characters a password has at least, and at most. */
    public static final int SHORTEST = 12;

    public static final int LONGEST = 1_000;

    /** What OWASP's Password Storage Cheat Sheet asks for of this function. */
    private static final int ITERATIONS = 600_000;

    /** Fewer are guessed too fast, more would keep the server busy. */
    public static final int FEWEST = 100_000;

    private static final int MOST = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile("\\$pbkdf2-sha256\\$i=(\\d{6,8})\\$([A-Za-z0-9+/]{22,86})\\$([A-Za-z0-9+/]{43})");

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Of a password, with a salt of its own; two of one password differ. */
    public static PasswordHash of(String password) {
        return of(password, ITERATIONS);
    }

    /** @param iterations from {@link #FEWEST} up, each of which makes guessing and comparing take longer */
    public static PasswordHash of(String password, int iterations) {
        if (iterations < FEWEST || iterations > MOST) {
            throw new IllegalArgumentException("iterations: " + iterations);
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(iterations, salt, derived(password, salt, iterations));
    }

    /** Empty if it is no such text, or if its iterations are fewer than 100,000 or more than 10 million. */
    public static Optional<PasswordHash> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(matcher.group(1));
        if (iterations < FEWEST || iterations > MOST) {
            return Optional.empty();
        }
        try {
            byte[] salt = Base64.getDecoder().decode(matcher.group(2));
            byte[] hash = Base64.getDecoder().decode(matcher.group(3));
            return hash.length == HASH_BYTES ? Optional.of(new PasswordHash(iterations, salt, hash)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is of that password; how long that takes does not tell how much of it fits. */
    public boolean isOf(String password) {
        return password.length() <= LONGEST && MessageDigest.isEqual(hash, derived(password, salt, iterations));
    }

    /** Characters that can be written in two ways are written in one, since keyboards differ in it. */
    private static byte[] derived(String password, byte[] salt, int iterations) {
        char[] characters = Normalizer.normalize(password, Normalizer.Form.NFC).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, HASH_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot find PBKDF2WithHmacSHA256, which the Java of this program has", e);
        } finally {
            spec.clearPassword();
            Arrays.fill(characters, '\0');
        }
    }

    /** As {@code password_hash} takes it in a project. Never printed by accident: {@link #toString} leaves it out. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$pbkdf2-sha256$i=" + iterations + "$" + ascii(base64.encode(salt)) + "$" + ascii(base64.encode(hash));
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "PBKDF2, " + iterations + " iterations";
    }
}
