package dev.daybreak.server.iceberg;

import dev.daybreak.lake.Receipt;
import dev.daybreak.server.web.Caller;
import dev.daybreak.server.web.WebServer;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.RESTUtil;

/** One request, in the words of the catalog. Used by one thread. */
final class Exchange {
    private static final String LEVELS = "\u001f";
    private static final int LONGEST_KEY = 255;

    private final Context ctx;
    private final Instant at;
    private boolean isReceiptTaken;

    Exchange(Context ctx, Instant at) {
        this.ctx = ctx;
        this.at = at;
    }

    Context http() {
        return ctx;
    }

    Instant at() {
        return at;
    }

    Caller caller() {
        return WebServer.caller(ctx);
    }

    Namespace namespace() {
        return Names.checked(namespace(ctx.pathParam("namespace")));
    }

    /** The namespace whose children are asked for; empty for those at the top. */
    Namespace parent() {
        String parent = ctx.queryParam("parent");
        return parent == null || parent.isEmpty() ? Namespace.empty() : namespace(parent);
    }

    private static Namespace namespace(String text) {
        return Namespace.of(text.split(LEVELS, -1));
    }

    TableIdentifier table() {
        return TableIdentifier.of(namespace(), ctx.pathParam("table"));
    }

    TableIdentifier view() {
        return TableIdentifier.of(namespace(), ctx.pathParam("view"));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(ctx.queryParam(name));
    }

    <T> T body(Class<T> type) {
        return IcebergJson.read(ctx.body(), type);
    }

    /** What tells the request from every other of its sender, who sends it with the same key if no answer came. */
    Optional<String> key() {
        String key = ctx.header(RESTUtil.IDEMPOTENCY_KEY_HEADER);
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new BadRequestException(
                    "Invalid %s: expected 1 to %s characters", RESTUtil.IDEMPOTENCY_KEY_HEADER, LONGEST_KEY);
        }
        return Optional.ofNullable(key);
    }

    /** A hash of who asks for what. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {
                caller().name(), ctx.req().getMethod(), ctx.path(), String.valueOf(ctx.queryString()), ctx.body()
            }) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot find SHA-256, which every Java has", e);
        }
    }

    /** What a commit keeps of the answer that is the table as a metadata file has it. */
    Optional<Receipt> receiptOfTable(String metadata) {
        isReceiptTaken = true;
        return key().map(key -> Receipt.ofTable(key, fingerprint(), metadata, at));
    }

    /** What a commit keeps of an answer without a body. */
    Optional<Receipt> receiptOfNothing() {
        isReceiptTaken = true;
        return key().map(key -> Receipt.ofBody(key, fingerprint(), Answer.NOTHING.status(), "", at));
    }

    /** Whether a commit, if it succeeds, keeps the answer itself. */
    boolean isReceiptTaken() {
        return isReceiptTaken;
    }
}
