package dev.daybreak.project.load;

import dev.daybreak.project.alert.AlertTarget;
import dev.daybreak.project.alert.AlertTarget.Channel;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.alert.MailServer;
import dev.daybreak.project.alert.MailServer.Security;
import dev.daybreak.project.alert.OnEnd;
import dev.daybreak.project.alert.Rate;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shape;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.problem.Problems;
import dev.daybreak.project.time.DurationText;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The keys {@code alerts}, {@code mail} and {@code on_late} of {@code daybreak.yaml}, and {@code on_failure} and {@code on_success}. */
final class AlertForm {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s,;<>\"]+@[^@\\s,;<>\"]+");
    private static final Shape<String> ADDRESS_SHAPE =
            Scalars.parsed("an e-mail address, such as 'ops@example.com'", text -> Optional.of(text.strip())
                    .filter(address -> ADDRESS.matcher(address).matches()));
    /** Those that the connection itself decides. */
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "content-type", "idempotency-key");

    private static final Key<URI> WEBHOOK = Key.optional(
            "webhook",
            Scalars.parsed("an address of http or https, such as 'https://example.com/hook'", AlertForm::url),
            "An address that gets the alert by POST, as JSON; take it from ${env:NAME} if it holds a secret.");
    private static final Key<Map<String, Located<String>>> HEADERS = Key.optional(
            "headers",
            Shapes.mapOf(Pattern.compile("[A-Za-z0-9-]+"), "letters, digits and -", Scalars.secret()),
            "With 'webhook': headers that are sent with it.");
    private static final Key<List<String>> EMAIL = Key.optional(
            "email",
            Shapes.oneOrMany(ADDRESS_SHAPE),
            "One or several addresses that get it as e-mail, by the server under 'mail'.");
    private static final Key<List<String>> COMMAND = Key.optional(
            "command",
            Shapes.oneOrMany(Scalars.text()),
            "A program with its arguments, which gets it as JSON on its standard input.");
    private static final Key<Rate> AT_MOST = Key.withDefault(
            "at_most",
            Scalars.parsed(Rate.PERMITTED, Rate::parse),
            "How many messages it gets; what is more is told together in one.",
            AlertTarget.DEFAULT_LIMIT,
            "10 per hour");
    private static final Key<Duration> TIMEOUT = Key.withDefault(
            "timeout",
            Scalars.parsed(DurationText.PERMITTED + ", from 1 second to 10 minutes", text -> DurationText.parse(text)
                    .filter(found -> !found.isZero() && found.compareTo(LONGEST_TIMEOUT) <= 0)),
            "How long it may take to accept a message, before that is tried again later.",
            AlertTarget.DEFAULT_TIMEOUT,
            "10 seconds");
    static final Form TARGET = Form.of("an alert target", WEBHOOK, HEADERS, EMAIL, COMMAND, AT_MOST, TIMEOUT)
            .exactlyOne(WEBHOOK, EMAIL, COMMAND);

    static final Key<Map<String, Located<Fields>>> ALERTS = Key.withDefault(
            "alerts",
            Shapes.mapOf(
                    Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*"),
                    "letters, digits, _ and -",
                    TARGET.then(AlertForm::check)),
            "Where alerts go, by names that on_failure, on_success and on_late use.",
            Map.of(),
            "none");

    private static final Key<String> HOST = Key.required("host", Scalars.text(), "The server's name.");
    private static final Key<Long> PORT = Key.optional(
            "port", Scalars.wholeNumber(1, 65_535), "Its port; by default 587, 465 for 'tls' and 25 for 'none'.");
    private static final Key<String> USER = Key.withDefault("user", Scalars.text(), "The user's name.", "", "none");
    private static final Key<String> PASSWORD = Key.withDefault(
            "password", Scalars.secret(), "The password; take it from ${env:NAME} or ${file:path}.", "", "none");
    private static final Key<String> FROM = Key.required("from", ADDRESS_SHAPE, "The address that messages come from.");
    private static final Key<Security> TLS = Key.withDefault(
            "tls",
            Scalars.choice(securities()),
            "How the way to the server is kept secret; 'starttls' refuses a server that cannot.",
            Security.STARTTLS,
            "starttls");
    static final Form MAIL_FORM = Form.of("the mail server", HOST, PORT, USER, PASSWORD, FROM, TLS);
    static final Key<Fields> MAIL = Key.optional("mail", MAIL_FORM, "The SMTP server that takes the e-mail of alerts.");

    static final Key<List<Located<String>>> ON_FAILURE =
            targets("on_failure", "Who hears of runs that failed: names under 'alerts' of daybreak.yaml.");
    static final Key<List<Located<String>>> ON_SUCCESS =
            targets("on_success", "Who hears of runs that succeeded: names under 'alerts' of daybreak.yaml.");
    static final Key<List<Located<String>>> ON_LATE = targets(
            "on_late",
            "Who hears of partitions that are not there when their asset's 'fresh' says: names under 'alerts'.");

    private AlertForm() {}

    private static Key<List<Located<String>>> targets(String name, String description) {
        return Key.withDefault(
                name, Shapes.oneOrMany(Shapes.located(Scalars.text())), description, List.of(), "nobody");
    }

    private static Map<String, Security> securities() {
        Map<String, Security> securities = new LinkedHashMap<>();
        securities.put("starttls", Security.STARTTLS);
        securities.put("tls", Security.TLS);
        securities.put("none", Security.NONE);
        return securities;
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = URI.create(text.strip());
            boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            return isHttp && url.getHost() != null ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Fields> check(Fields fields, Problems problems) {
        int before = problems.errors();
        if (fields.has(HEADERS) && !fields.has(WEBHOOK)) {
            problems.error(
                    fields.place(HEADERS),
                    "Invalid key 'headers': it goes with 'webhook' only.",
                    "Remove it, or add 'webhook'.");
        }
        requireAny(fields, EMAIL, "an address", problems);
        requireAny(fields, COMMAND, "a program", problems);
        fields.find(HEADERS).orElse(Map.of()).forEach((name, value) -> {
            if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                problems.error(
                        value.place(), "Invalid header '" + name + "': the program decides that one.", "Remove it.");
            }
            if (value.value().chars().anyMatch(letter -> letter < ' ' || letter > '~')) {
                problems.error(
                        value.place(),
                        "Invalid value of header '" + name + "': it holds a letter that headers must not have.",
                        "Use printable ASCII letters, on one line.");
            }
        });
        return problems.errors() == before ? Optional.of(fields) : Optional.empty();
    }

    private static void requireAny(Fields fields, Key<List<String>> key, String what, Problems problems) {
        if (fields.find(key).filter(List::isEmpty).isPresent()) {
            problems.error(
                    fields.place(key),
                    "Invalid value of '" + key.name() + "': expected " + what + ", found an empty list.",
                    "Name one, or remove the target.");
        }
    }

    /** What {@code daybreak.yaml} says; notes an error for each name that is not there, and for e-mail without a server. */
    static Alerts read(Fields fields, Problems problems) {
        Map<String, AlertTarget> targets = new HashMap<>();
        Map<String, Located<Fields>> written = fields.find(ALERTS).orElse(Map.of());
        written.forEach((name, found) -> targets.put(name, target(name, found.value())));
        written.forEach((name, found) -> {
            if (found.value().has(EMAIL) && !fields.has(MAIL)) {
                problems.error(
                        found.value().place(EMAIL),
                        "Missing key 'mail': alert target '" + name
                                + "' gets e-mail, and nothing says which server takes it.",
                        "Add 'mail: {host: smtp.example.com, from: daybreak@example.com}' to daybreak.yaml.");
            }
        });
        if (fields.find(ALERTS).isPresent()) {
            checkNames(fields, ON_FAILURE, targets.keySet(), problems);
            checkNames(fields, ON_LATE, targets.keySet(), problems);
        }
        return new Alerts(
                targets, fields.find(MAIL).map(AlertForm::mail), names(fields, ON_FAILURE), names(fields, ON_LATE));
    }

    private static AlertTarget target(String name, Fields fields) {
        return new AlertTarget(name, channel(fields), fields.value(AT_MOST), fields.value(TIMEOUT));
    }

    private static Channel channel(Fields fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        fields.find(HEADERS).orElse(Map.of()).forEach((name, value) -> headers.put(name, value.value()));
        Optional<Channel> webhook = fields.find(WEBHOOK).map(url -> new AlertTarget.Webhook(url, headers));
        return webhook.or(() -> fields.find(EMAIL).map(AlertTarget.Email::new))
                .orElseGet(() -> new AlertTarget.Command(fields.value(COMMAND)));
    }

    private static MailServer mail(Fields fields) {
        Security security = fields.value(TLS);
        return new MailServer(
                fields.value(HOST),
                fields.find(PORT).map(Long::intValue).orElse(security.usualPort()),
                fields.value(USER),
                fields.value(PASSWORD),
                fields.value(FROM),
                security);
    }

    private static List<String> names(Fields fields, Key<List<Located<String>>> key) {
        return fields.find(key).orElse(List.of()).stream()
                .map(Located::value)
                .distinct()
                .toList();
    }

    static OnEnd onEnd(Fields fields) {
        return new OnEnd(names(fields, ON_FAILURE), names(fields, ON_SUCCESS));
    }

    /** Notes an error for each target of a pipeline that {@code daybreak.yaml} does not have. */
    static void checkNames(Fields fields, Reading reading) {
        reading.settings().ifPresent(settings -> {
            Set<String> known = settings.alerts().targets().keySet();
            checkNames(fields, ON_FAILURE, known, reading.problems());
            checkNames(fields, ON_SUCCESS, known, reading.problems());
        });
    }

    private static void checkNames(
            Fields fields, Key<List<Located<String>>> key, Set<String> known, Problems problems) {
        for (Located<String> name : fields.find(key).orElse(List.of())) {
            if (!known.contains(name.value())) {
                problems.error(
                        name.place(),
                        "Invalid target '" + name.value() + "' of '" + key.name()
                                + "': daybreak.yaml has no such alert target; permitted: "
                                + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))) + "."
                                + NearestName.hint(name.value(), known),
                        "Add 'alerts: {" + name.value()
                                + ": {webhook: \"${env:HOOK_URL}\"}}' to daybreak.yaml, or remove it.");
            }
        }
    }
}
