package dev.daybreak.server.pages;

/**
 * Why a page is not shown.
 *
 * @param status of HTTP
 * @param mend what to do; may be empty
 */
public record FailureView(int status, String message, String mend) implements View {
    @Override
    public String title() {
        return "Not shown";
    }
}
