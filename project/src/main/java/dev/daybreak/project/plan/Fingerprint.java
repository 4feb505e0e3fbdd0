package dev.daybreak.project.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A hash of everything that decides what a partition holds, and the hashes of the parts so that a difference can be named.
 *
 * @param parts name of the part ({@code sql}, {@code checks}, {@code input raw.clicks}) to its hash or version
 */
public record Fingerprint(SortedMap<String, String> parts) {
    /** The part that only partitions have which were computed from a sample of what they read. */
    public static final String SAMPLE = "sample";

    public Fingerprint {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** 32 hexadecimal digits. */
    public String hash() {
        StringBuilder text = new StringBuilder();
        parts.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return hash(text.toString());
    }

    /** The first 128 bits of SHA-256, in hexadecimal digits. */
    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The names of parts that differ, in order. */
    public List<String> differences(Fingerprint other) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            if (!part.getValue().equals(other.parts.get(part.getKey()))) {
                names.add(part.getKey());
            }
        }
        for (String name : other.parts.keySet()) {
            if (!parts.containsKey(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
