package dev.daybreak.server.pages;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** A script or style of the pages, out of a jar; also compressed, for browsers that take it so. Thread-safe. */
final class StaticFile {
    private final String type;
    private final byte[] plain;
    private final byte[] compressed;

    private StaticFile(String type, byte[] plain, byte[] compressed) {
        this.type = type;
        this.plain = plain;
        this.compressed = compressed;
    }

    /** @param resource its place beside this class, or in all jars if it begins with a slash */
    static StaticFile of(String resource, String type) {
        try (InputStream file = Objects.requireNonNull(StaticFile.class.getResourceAsStream(resource), resource)) {
            byte[] bytes = file.readAllBytes();
            return new StaticFile(type, bytes, compressed(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    void answer(Context ctx) {
        ctx.header("Cache-Control", "max-age=300");
        ctx.header("Vary", "Accept-Encoding");
        ctx.contentType(type + "; charset=utf-8");
        String accepted = ctx.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            ctx.header("Content-Encoding", "gzip");
            ctx.result(compressed);
        } else {
            ctx.result(plain);
        }
    }
}
