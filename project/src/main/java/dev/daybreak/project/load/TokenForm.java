package dev.daybreak.project.load;

import dev.daybreak.project.access.AccessToken;
import dev.daybreak.project.access.Role;
import dev.daybreak.project.form.Fields;
import dev.daybreak.project.form.Form;
import dev.daybreak.project.form.Key;
import dev.daybreak.project.form.Scalars;
import dev.daybreak.project.form.Shapes;
import dev.daybreak.project.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The key {@code tokens} of {@code daybreak.yaml}. What a token is must never stand in a message. */
final class TokenForm {
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    /** What a header can carry: the token68 of RFC 9110. */
    private static final Pattern SECRETS = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    static final Key<String> NAME = Key.required(
            "name",
            Scalars.parsed("up to 64 letters, digits, '.', '_' and '-'", text -> Optional.of(text)
                    .filter(name -> NAMES.matcher(name).matches())),
            "Whose it is; the audit log keeps it with every change.");
    static final Key<Role> ROLE =
            Key.required("role", Scalars.choice(roles()), "viewer looks, operator starts and stops, admin does all.");
    private static final Key<String> TOKEN = Key.required(
            "token",
            Scalars.secret(),
            "At least " + AccessToken.SHORTEST + " characters; take it from ${env:NAME} or ${file:path}.");
    static final Form TOKEN_FORM = Form.of("a token", NAME, ROLE, TOKEN);

    static final Key<List<Fields>> TOKENS = Key.withDefault(
            "tokens",
            Shapes.listOf(TOKEN_FORM),
            "Who may use the HTTP API of 'serve', and how; without any, only this machine, which may do all.",
            List.of(),
            "none");

    private TokenForm() {}

    static Map<String, Role> roles() {
        Map<String, Role> roles = new LinkedHashMap<>();
        Arrays.stream(Role.values()).forEach(role -> roles.put(role.toString(), role));
        return roles;
    }

    static List<AccessToken> read(Fields fields, Problems problems) {
        List<AccessToken> tokens = new ArrayList<>();
        for (Fields found : fields.find(TOKENS).orElse(List.of())) {
            AccessToken token = new AccessToken(found.value(NAME), found.value(ROLE), found.value(TOKEN));
            checkSecret(found, token, problems);
            for (AccessToken other : tokens) {
                checkDifferent(found, token, other, problems);
            }
            tokens.add(token);
        }
        return tokens;
    }

    private static void checkSecret(Fields found, AccessToken token, Problems problems) {
        int length = token.secret().length();
        if (length < AccessToken.SHORTEST) {
            problems.error(
                    found.place(TOKEN),
                    "Invalid token of '" + token.name() + "': it has " + length + " characters; permitted: at least "
                            + AccessToken.SHORTEST + ".",
                    "Make one with 'openssl rand -hex 32'.");
        } else if (!SECRETS.matcher(token.secret()).matches()) {
            problems.error(
                    found.place(TOKEN),
                    "Invalid token of '" + token.name() + "': it has characters that a header cannot carry; permitted:"
                            + " letters, digits and ._~+/-, with = at the end.",
                    "Make one with 'openssl rand -hex 32'.");
        }
    }

    private static void checkDifferent(Fields found, AccessToken token, AccessToken other, Problems problems) {
        if (token.name().equals(other.name())) {
            problems.error(
                    found.place(NAME),
                    "Invalid name '" + token.name() + "': another token has it already.",
                    "Give each its own, so that the audit log can tell them apart.");
        } else if (token.secret().equals(other.secret())) {
            problems.error(
                    found.place(TOKEN),
                    "Invalid token of '" + token.name() + "': it is the same as that of '" + other.name() + "'.",
                    "Make one with 'openssl rand -hex 32'.");
        }
    }
}
