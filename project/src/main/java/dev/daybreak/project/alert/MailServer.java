package dev.daybreak.project.alert;

import java.util.Objects;

/**
 * The server that takes e-mail. Never printed whole: {@link #toString} leaves the password out.
 *
 * @param user empty if it asks for none
 * @param password empty if it asks for none
 * @param from whom messages come from
 */
public record MailServer(String host, int port, String user, String password, String from, Security security) {
    /** How the way to the server is kept secret. */
    public enum Security {
        /** It begins in plain text and must become secret before anything is told. */
        STARTTLS(587),
        /** It is secret from its first byte on. */
        TLS(465),
        NONE(25);

        private final int usualPort;

        Security(int usualPort) {
            this.usualPort = usualPort;
        }

        public int usualPort() {
            return usualPort;
        }
    }

    public MailServer {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(security, "security");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
