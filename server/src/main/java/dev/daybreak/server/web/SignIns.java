package dev.daybreak.server.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Browsers that have signed in. Each holds a random text in a cookie, which stands for who signed in until nothing has come from there for
 * a while, or for long, or the server ends. Thread-safe.
 */
final class SignIns {
    static final Duration IDLE = Duration.ofHours(12);
    /** However busy it is: who is signed in must show now and then that he still may be. */
    static final Duration LONGEST = Duration.ofDays(7);
    /** More make those go that were idle for longest. */
    private static final int MOST = 10_000;

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SignIn> signedIn = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** @param nanos a clock that only runs forward */
    SignIns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record SignIn(Caller caller, long began, long seen) {}

    /** What the cookie is to hold. */
    String begin(Caller caller) {
        removeOver();
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long now = nanos.getAsLong();
        signedIn.put(id, new SignIn(caller, now, now));
        return id;
    }

    Optional<Caller> find(String id) {
        long now = nanos.getAsLong();
        SignIn found = signedIn.computeIfPresent(
                id, (key, known) -> isOver(known, now) ? null : new SignIn(known.caller(), known.began(), now));
        return Optional.ofNullable(found).map(SignIn::caller);
    }

    void end(String id) {
        signedIn.remove(id);
    }

    private void removeOver() {
        long now = nanos.getAsLong();
        signedIn.values().removeIf(known -> isOver(known, now));
        while (signedIn.size() >= MOST) {
            signedIn.entrySet().stream()
                    .min((one, other) -> Long.compare(
                            one.getValue().seen() - now, other.getValue().seen() - now))
                    .ifPresent(oldest -> signedIn.remove(oldest.getKey()));
        }
    }

    private static boolean isOver(SignIn known, long now) {
        return now - known.seen() > IDLE.toNanos() || now - known.began() > LONGEST.toNanos();
    }
}
