package dev.daybreak.orchestration.alert;

import dev.daybreak.project.alert.AlertTarget;
import dev.daybreak.project.alert.MailServer;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** Hands messages to a mail server. */
final class EmailChannel implements Channel {
    private static final int LONGEST_SUBJECT = 150;
    /** RFC 5322, 3.3. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final AlertTarget.Email email;
    private final MailServer server;
    private final Session session;

    EmailChannel(AlertTarget.Email email, MailServer server, Duration timeout) {
        this.email = email;
        this.server = server;
        this.session = Session.getInstance(properties(server, timeout));
    }

    private static Properties properties(MailServer server, Duration timeout) {
        String millis = String.valueOf(timeout.toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.auth", String.valueOf(!server.user().isEmpty()));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        boolean isStartTls = server.security() == MailServer.Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(isStartTls));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(isStartTls));
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(server.security() == MailServer.Security.TLS));
        return properties;
    }

    @Override
    public void send(Message message) throws MessagingException {
        MimeMessage letter = new Letter(session, "<" + message.id() + "@" + domain() + ">");
        letter.setFrom(new InternetAddress(server.from()));
        for (String address : email.to()) {
            letter.addRecipient(RecipientType.TO, new InternetAddress(address));
        }
        letter.setSubject(subject(message.text()), StandardCharsets.UTF_8.name());
        letter.setText(message.letter(), StandardCharsets.UTF_8.name());
        letter.setHeader("Date", DATE.format(OffsetDateTime.now(ZoneOffset.UTC)));
        letter.setHeader("Auto-Submitted", "auto-generated");
        letter.saveChanges();
        try (Transport transport = session.getTransport("smtp")) {
            boolean isKnown = !server.user().isEmpty();
            transport.connect(
                    server.host(), server.port(), isKnown ? server.user() : null, isKnown ? server.password() : null);
            transport.sendMessage(letter, letter.getAllRecipients());
        }
    }

    private static String subject(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT) + "...";
    }

    private String domain() {
        return server.from().substring(server.from().indexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> secrets() {
        return List.of(server.password());
    }

    /** A message whose id is given. */
    private static final class Letter extends MimeMessage {
        private final String id;

        Letter(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
