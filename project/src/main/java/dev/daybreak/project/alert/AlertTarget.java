package dev.daybreak.project.alert;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where alerts go, by a name that pipelines and {@code daybreak.yaml} use. Printing one tells its name only, since its address may be a
 * secret.
 *
 * @param limit how many messages it gets in a stretch of time; what is more is told together in one
 * @param timeout how long it may take to accept a message; above 0
 */
public record AlertTarget(String name, Channel channel, Rate limit, Duration timeout) {
    public static final Rate DEFAULT_LIMIT = new Rate(10, Duration.ofHours(1));
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public AlertTarget {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(limit, "limit");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("Invalid timeout " + timeout + " of alert target '" + name + "'");
        }
    }

    @Override
    public String toString() {
        return "AlertTarget[" + name + "]";
    }

    /** How a message gets there. */
    public sealed interface Channel {}

    /**
     * A JSON document is posted.
     *
     * @param url of http or https
     * @param headers sent with it, beside the content's type and the message's id
     */
    public record Webhook(URI url, Map<String, String> headers) implements Channel {
        public Webhook {
            Objects.requireNonNull(url, "url");
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "Webhook";
        }
    }

    /** @param to addresses, at least one */
    public record Email(List<String> to) implements Channel {
        public Email {
            to = List.copyOf(to);
        }
    }

    /**
     * A process is started with the JSON document as its input.
     *
     * @param arguments the program and its arguments; no shell reads them
     */
    public record Command(List<String> arguments) implements Channel {
        public Command {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String toString() {
            return "Command";
        }
    }
}
