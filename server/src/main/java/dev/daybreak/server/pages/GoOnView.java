package dev.daybreak.server.pages;

/**
 * A page that leads on by itself.
 *
 * @param to an address of this server
 */
public record GoOnView(String to) implements View {
    @Override
    public String title() {
        return "One moment";
    }
}
