package dev.daybreak.server.pages;

/**
 * The page on which somebody signs in.
 *
 * @param to the address to go to then
 * @param failure why it did not work; empty before it was tried
 */
public record SignInView(String to, String failure) implements View {
    @Override
    public String title() {
        return "Sign in";
    }
}
