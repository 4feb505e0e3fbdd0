package dev.daybreak.project.access;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who says by OpenID Connect who somebody is.
 *
 * @param issuer where its {@code /.well-known/openid-configuration} is found, and what its tokens must name
 * @param clientId as which this program is known there
 * @param clientSecret never printed: {@link #toString} leaves it out
 * @param scopes that are asked for; {@code openid} is one of them
 * @param rolesClaim what says of somebody to which groups he belongs; dots lead into a claim that is an object
 * @param roles what the groups may do; who is in none of them may not sign in
 */
public record OidcProvider(
        URI issuer,
        String clientId,
        String clientSecret,
        List<String> scopes,
        String rolesClaim,
        Map<String, Role> roles) {
    public OidcProvider {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(rolesClaim, "rolesClaim");
        scopes = List.copyOf(scopes);
        roles = Map.copyOf(roles);
    }

    /** The greatest role of some groups; empty if none of them has one. */
    public Optional<Role> role(Collection<String> groups) {
        return groups.stream().filter(roles::containsKey).map(roles::get).max(Role::compareTo);
    }

    @Override
    public String toString() {
        return clientId + " at " + issuer;
    }
}
