package dev.daybreak.server.signin;

import dev.daybreak.project.access.User;
import dev.daybreak.server.web.Caller;
import dev.daybreak.server.web.HttpFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Who has which name and password. Comparing is made to take long, so only a few are compared at a time. Thread-safe. */
public final class Passwords {
    private static final int AT_A_TIME = 2;
    private static final int PATIENCE_SECONDS = 5;

    private final List<User> users;
    private final Semaphore places = new Semaphore(AT_A_TIME, true);

    public Passwords(List<User> users) {
        this.users = List.copyOf(users);
    }

    public boolean isEmpty() {
        return users.isEmpty();
    }

    /**
     * Who has the name and the password. How long it takes does not tell whether there is somebody of that name.
     *
     * @throws HttpFailure 503 if too many are being compared
     */
    public Optional<Caller> find(String name, String password) {
        if (users.isEmpty()) {
            return Optional.empty();
        }
        Optional<User> named =
                users.stream().filter(user -> user.name().equals(name)).findFirst();
        User compared = named.orElse(users.get(0));
        boolean fits = isOf(compared, password);
        return named.filter(user -> fits).map(user -> new Caller(user.name(), user.role()));
    }

    private boolean isOf(User user, String password) {
        boolean mayCompare = false;
        try {
            mayCompare = places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!mayCompare) {
                throw busy();
            }
            return user.password().isOf(password);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            if (mayCompare) {
                places.release();
            }
        }
    }

    private static HttpFailure busy() {
        return new HttpFailure(
                        503,
                        "TOO_MANY_SIGN_INS",
                        "Cannot sign in just now: too many others do.",
                        "",
                        "Try again in a few seconds.")
                .with("Retry-After", "5");
    }
}
