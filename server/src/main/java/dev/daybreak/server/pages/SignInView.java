package dev.daybreak.server.pages;

/**
 * The page on which somebody signs in.
 *
 * @param to the address to go to then
 * @param failure why it did not work; empty before it was tried
 * @param hasLeft whether somebody has just signed out
 * @param hasUsers whether one can sign in with a name and a password
 * @param hasTokens whether one can sign in with a token
 * @param provider with which one can sign in; empty if there is none
 * @param providerExit where who has left may sign out of the provider, too; empty if there is nothing of the kind
 */
public record SignInView(
        String to,
        String failure,
        boolean hasLeft,
        boolean hasUsers,
        boolean hasTokens,
        String provider,
        String providerExit)
        implements View {
    @Override
    public String title() {
        return "Sign in";
    }
}
