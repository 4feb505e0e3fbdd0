package dev.daybreak.project.load;

import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Admission;
import dev.daybreak.project.access.OidcProvider;
import dev.daybreak.project.access.PasswordHash;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.access.User;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Located;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.Problems;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of {@code daybreak.yaml} that say who is let in over HTTP: {@code tokens}, {@code users}, {@code oidc} and {@code address}. */
final class AdmissionForm {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private static final Key<String> PASSWORD_HASH = Key.required(
            "password_hash",
            Scalars.secret(),
            "The hash of the password, as 'daybreak users hash' makes it; never the password.");
    static final Form USER_FORM = Form.of("a user", TokenForm.NAME, TokenForm.ROLE, PASSWORD_HASH);
    static final Key<List<Fields>> USERS = Key.withDefault(
            "users",
            Shapes.listOf(USER_FORM),
            "Who signs in to the pages with a name and a password.",
            List.of(),
            "none");

    private static final Key<URI> ISSUER = Key.required(
            "issuer",
            Scalars.parsed(
                    "an address of https, such as 'https://login.example.com/realms/data'", AdmissionForm::issuer),
            "The provider's address, below which its .well-known/openid-configuration is found.");
    private static final Key<String> CLIENT_ID =
            Key.required("client_id", Scalars.text(), "As which this server is registered with the provider.");
    private static final Key<String> CLIENT_SECRET = Key.required(
            "client_secret", Scalars.secret(), "What the provider gave out; take it from ${env:NAME} or ${file:path}.");
    private static final Key<List<String>> SCOPES = Key.withDefault(
            "scopes",
            Shapes.oneOrMany(Scalars.text()),
            "What is asked for beside openid and profile, such as groups.",
            List.of(),
            "none");
    private static final Key<String> CLAIM = Key.withDefault(
            "claim",
            Scalars.text(),
            "The claim with somebody's groups; dots lead into an object, as in realm_access.roles.",
            "groups",
            "groups");
    private static final Key<Map<String, Located<Role>>> MAP = Key.required(
            "map",
            Shapes.mapOf(Pattern.compile(".{1,200}"), "up to 200 characters", Scalars.choice(TokenForm.roles())),
            "What members of a group may do; who is in none of them may not sign in.");
    static final Form ROLES_FORM = Form.of("roles of a provider", CLAIM, MAP);
    private static final Key<Fields> ROLES =
            Key.required("roles", ROLES_FORM, "What people of the provider may do, by their groups.");
    static final Form OIDC_FORM = Form.of("a provider", ISSUER, CLIENT_ID, CLIENT_SECRET, SCOPES, ROLES);
    static final Key<Fields> OIDC =
            Key.optional("oidc", OIDC_FORM, "The provider of OpenID Connect with which people sign in to the pages.");

    static final Key<URI> ADDRESS = Key.optional(
            "address",
            Scalars.parsed("an address without a path, such as 'https://daybreak.example.com'", AdmissionForm::address),
            "Where browsers reach 'serve', if a proxy stands before it.");

    private AdmissionForm() {}

    /** By https; by http on this machine only, where nobody listens in. */
    private static Optional<URI> issuer(String text) {
        return absolute(text)
                .filter(uri -> uri.getRawQuery() == null)
                .filter(uri -> uri.getScheme().equals("https")
                        || LOOPBACK.matcher(uri.getHost()).matches());
    }

    private static Optional<URI> address(String text) {
        return absolute(text.strip().replaceFirst("/$", ""))
                .filter(uri -> uri.getRawPath().isEmpty() && uri.getRawQuery() == null);
    }

    private static Optional<URI> absolute(String text) {
        try {
            URI uri = URI.create(text.strip());
            boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean isPlain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            return isWeb && isPlain ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Admission read(Fields fields, Problems problems) {
        List<AccessToken> tokens = TokenForm.read(fields, problems);
        List<User> users = users(fields, tokens, problems);
        Optional<OidcProvider> provider = fields.find(OIDC).map(found -> provider(found, problems));
        return new Admission(tokens, users, provider, fields.find(ADDRESS));
    }

    private static List<User> users(Fields fields, List<AccessToken> tokens, Problems problems) {
        List<User> users = new ArrayList<>();
        for (Fields found : fields.find(USERS).orElse(List.of())) {
            String name = found.value(TokenForm.NAME);
            Optional<PasswordHash> hash = PasswordHash.parse(found.value(PASSWORD_HASH));
            boolean isTaken = tokens.stream().anyMatch(token -> token.name().equals(name))
                    || users.stream().anyMatch(other -> other.name().equals(name));
            if (isTaken) {
                problems.error(
                        found.place(TokenForm.NAME),
                        "Invalid name '" + name + "': another user or token has it already.",
                        "Give each its own, so that the audit log can tell them apart.");
            }
            if (hash.isEmpty()) {
                problems.error(
                        found.place(PASSWORD_HASH),
                        "Invalid password_hash of '" + name + "': it is not what 'daybreak users hash' prints.",
                        "Give 'daybreak users hash' the password, and write down what it prints.");
            }
            hash.ifPresent(known -> users.add(new User(name, found.value(TokenForm.ROLE), known)));
        }
        return users;
    }

    private static OidcProvider provider(Fields fields, Problems problems) {
        List<String> scopes = new ArrayList<>(List.of("openid", "profile"));
        fields.value(SCOPES).stream().filter(scope -> !scopes.contains(scope)).forEach(scopes::add);
        Fields roles = fields.value(ROLES);
        Map<String, Role> map = new LinkedHashMap<>();
        roles.value(MAP).forEach((group, role) -> map.put(group, role.value()));
        if (map.isEmpty()) {
            problems.error(
                    roles.place(MAP),
                    "Invalid map of 'oidc': it gives nobody a role.",
                    "Name a group with its role: map: {analysts: viewer}.");
        }
        return new OidcProvider(
                fields.value(ISSUER),
                fields.value(CLIENT_ID),
                fields.value(CLIENT_SECRET),
                scopes,
                roles.value(CLAIM),
                map);
    }
}
