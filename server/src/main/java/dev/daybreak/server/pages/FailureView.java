package dev.daybreak.server.pages;

/**
 * Why a page is not shown.
 *
 * @param status of HTTP
 * @param mend what to do; may be empty
 */
public record FailureView(Shell shell, int status, String message, String mend) {}
