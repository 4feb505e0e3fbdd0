package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Project;
import dev.daybreak.project.alert.AlertTarget;
import dev.daybreak.project.alert.Alerts;
import dev.daybreak.project.alert.MailServer;
import dev.daybreak.project.alert.OnEnd;
import dev.daybreak.project.alert.Rate;
import dev.daybreak.project.asset.Promise;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code alerts}, {@code mail}, {@code on_failure}, {@code on_success}, {@code on_late} and {@code fresh} say. */
class AlertFormTest {
    private static final String DAILY = "partition: {column: day, every: day, start: 2023-01-01}\n";

    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root)
                .environment("HOOK", "https://example.com/secret-path")
                .environment("MAIL_PASSWORD", "hunter2");
    }

    private ProjectFolder settings(String text) {
        return folder.write("daybreak.yaml", "name: shop\n" + text);
    }

    private Project project() {
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow();
    }

    @Test
    void aProjectThatSaysNothingTellsNobody() {
        settings("");

        assertThat(project().settings().alerts()).isEqualTo(Alerts.NONE);
    }

    @Test
    void everyKindOfTargetCanBeSaid() {
        settings(
                """
                alerts:
                  chat: {webhook: "${env:HOOK}", headers: {Authorization: "Bearer ${env:MAIL_PASSWORD}"}, at_most: 3 per minute, timeout: 2 seconds}
                  oncall: {email: [ana@example.com, ben@example.com]}
                  pager: {command: [./page.sh, --loud]}
                mail: {host: smtp.example.com, user: daybreak, password: "${env:MAIL_PASSWORD}", from: daybreak@example.com}
                on_failure: oncall
                on_late: [chat, pager]
                """);

        assertThat(project().settings().alerts())
                .isEqualTo(new Alerts(
                        Map.of(
                                "chat",
                                new AlertTarget(
                                        "chat",
                                        new AlertTarget.Webhook(
                                                URI.create("https://example.com/secret-path"),
                                                Map.of("Authorization", "Bearer hunter2")),
                                        new Rate(3, Duration.ofMinutes(1)),
                                        Duration.ofSeconds(2)),
                                "oncall",
                                new AlertTarget(
                                        "oncall",
                                        new AlertTarget.Email(List.of("ana@example.com", "ben@example.com")),
                                        AlertTarget.DEFAULT_LIMIT,
                                        AlertTarget.DEFAULT_TIMEOUT),
                                "pager",
                                new AlertTarget(
                                        "pager",
                                        new AlertTarget.Command(List.of("./page.sh", "--loud")),
                                        AlertTarget.DEFAULT_LIMIT,
                                        AlertTarget.DEFAULT_TIMEOUT)),
                        java.util.Optional.of(new MailServer(
                                "smtp.example.com",
                                587,
                                "daybreak",
                                "hunter2",
                                "daybreak@example.com",
                                MailServer.Security.STARTTLS)),
                        List.of("oncall"),
                        List.of("chat", "pager")));
    }

    @Test
    void printingTellsNoSecret() {
        settings(
                """
                alerts: {chat: {webhook: "${env:HOOK}", headers: {X-Key: "${env:MAIL_PASSWORD}"}}, b: {command: [x, "${env:MAIL_PASSWORD}"]}}
                mail: {host: smtp.example.com, password: "${env:MAIL_PASSWORD}", from: a@example.com}
                """);

        assertThat(project().toString() + project().settings().alerts())
                .doesNotContain("hunter2")
                .doesNotContain("secret-path");
    }

    @Test
    void aPipelineNamesOneTargetOrSeveral() {
        settings("alerts: {chat: {webhook: \"${env:HOOK}\"}, pager: {command: ./page.sh}}\n");
        folder.write("pipelines/nightly.yaml", "on_failure: [chat, pager]\non_success: chat\nselection: stale\n");

        assertThat(project().pipelines().get(0).onEnd())
                .isEqualTo(new OnEnd(List.of("chat", "pager"), List.of("chat")));
    }

    @Test
    void aTargetThatIsNotThereIsToldWithTheNearestName() {
        settings("alerts: {chat: {webhook: \"${env:HOOK}\"}}\non_late: pager\n");
        folder.write("pipelines/nightly.yaml", "on_failure: [chat, chta]\nselection: stale\n");

        assertThat(folder.problems()).anySatisfy(problem -> assertThat(problem)
                .contains("daybreak.yaml:3:10")
                .contains("Invalid target 'pager' of 'on_late': daybreak.yaml has no such alert target;")
                .contains("permitted: chat."));

        settings("alerts: {chat: {webhook: \"${env:HOOK}\"}}\n");
        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("pipelines/nightly.yaml:1:20")
                .contains("Invalid target 'chta' of 'on_failure'")
                .contains("Did you mean 'chat'?"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {webhok: "http://x.org"}             | daybreak.yaml:2:14 | Invalid key 'webhok': an alert target has no such key. Did you mean 'webhook'?
                    {}                                   | daybreak.yaml:2:13 | exactly one of webhook, email, command; none is there
                    {webhook: "http://x.org", command: [x]}  | daybreak.yaml:2:13 | exactly one of webhook, email, command; found
                    {webhook: "ftp://x.org/y"}           | daybreak.yaml:2:23 | expected an address of http or https
                    {email: ops}                         | daybreak.yaml:2:21 | expected an e-mail address
                    {email: []}                          | daybreak.yaml:2:21 | expected an address, found an empty list
                    {email: a@x.org}                     | daybreak.yaml:2:21 | Missing key 'mail': alert target 'a' gets e-mail, and nothing says which server takes it.
                    {command: []}                        | daybreak.yaml:2:23 | expected a program, found an empty list
                    {command: x, at_most: -1 per hour}   | daybreak.yaml:2:35 | Invalid value '-1 per hour' of 'at_most': expected a whole number from 1 to 1000
                    {command: x, at_most: 0 per hour}    | daybreak.yaml:2:35 | expected a whole number from 1 to 1000
                    {command: x, at_most: 5}             | daybreak.yaml:2:35 | from 1 to 1000 and 'per minute', 'per hour' or 'per day'
                    {command: x, timeout: 11 minutes}    | daybreak.yaml:2:35 | from 1 second to 10 minutes
                    {command: x, headers: {A: b}}        | daybreak.yaml:2:35 | Invalid key 'headers': it goes with 'webhook' only.
                    {webhook: "http://x.org", headers: {Host: b}}    | daybreak.yaml:2:49 | Invalid header 'Host': the program decides that one.
                    {webhook: "http://x.org", headers: {A: "b\\nc"}} | daybreak.yaml:2:49 | Invalid value of header 'A'
                    """)
    void aTargetThatCannotBeIsTold(String target, String place, String message) {
        settings("alerts: {a: " + target + "}\n");

        assertThat(folder.problems())
                .anySatisfy(problem -> assertThat(problem).startsWith(place).contains(message));
    }

    @Test
    void aMailServerThatCannotBeIsTold() {
        settings("mail: {port: 0, from: me, tls: perhaps}\n");

        assertThat(folder.problems())
                .anySatisfy(problem -> assertThat(problem).contains("Missing key 'host': the mail server needs it."))
                .anySatisfy(problem ->
                        assertThat(problem).contains("daybreak.yaml:2:14").contains("1 to 65535"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("daybreak.yaml:2:23").contains("an e-mail address"))
                .anySatisfy(problem -> assertThat(problem).contains("one of starttls, tls, none"))
                .hasSize(4);
    }

    @Test
    void aSecretThatIsWrittenOutDrawsAWarning() {
        settings(
                """
                alerts: {chat: {webhook: "https://x.org", headers: {Authorization: Bearer abc}}}
                mail: {host: smtp.example.com, password: abc, from: a@example.com}
                """);

        assertThat(folder.load().problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.isError()).isFalse())
                .allSatisfy(problem -> assertThat(problem.message()).contains("Invalid place for a secret"));
    }

    @Test
    void anAssetSaysByWhenItsPartitionsMustBeThere() {
        settings("");
        folder.write("assets/a/b.sql", "/*---\n" + DAILY + "fresh: by 06:00\n---*/\nSELECT DATE '2023-01-01' AS day\n");
        folder.write("assets/a/c.sql", "/*---\nfresh: within 2 hours\n---*/\nSELECT 1 AS one\n");

        assertThat(project().tables())
                .extracting(table -> table.about().promise().orElseThrow())
                .containsExactlyInAnyOrder(
                        new Promise.By(LocalTime.of(6, 0)),
                        new Promise.Within(
                                dev.daybreak.project.time.Span.parse("2 hours").orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"by 25:00", "by 6:00", "by 06:61", "within 0 hours", "within soon", "06:00"})
    void aPromiseThatIsNoneIsTold(String text) {
        settings("");
        folder.write("assets/a/b.sql", "/*---\nfresh: " + text + "\n---*/\nSELECT 1 AS one\n");

        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .startsWith("assets/a/b.sql:2:8")
                .contains("Invalid value '" + text
                        + "' of 'fresh': expected 'by HH:MM', such as 'by 06:00', or 'within'"));
    }
}
